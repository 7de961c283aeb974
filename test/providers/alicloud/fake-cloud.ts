import type { Connection } from "../../../providers/alicloud/connection.ts";

type Fields = Record<string, string>;
type Lost = "before" | "after";

interface Listener {
  fields: Fields;
  status: string;
}

interface Balancer {
  id: string;
  fields: Fields;
  tags: Fields;
  servers: Map<string, Fields>;
  listeners: Map<number, Listener>;
  groups: Map<string, { name: string; tags: Fields; servers: Map<string, Fields> }>;
}

/** What openapi-core throws for an answer with an error code. */
export const apiError = (code: string, statusCode = 400): Error =>
  Object.assign(new Error(code), { code, statusCode, requestId: "R", data: { Message: `about ${code}` } });

const tagsIn = (query: Fields): Fields =>
  Object.fromEntries(
    Object.keys(query).flatMap((key) => {
      const n = /^Tag\.(\d+)\.Key$/.exec(key)?.[1];
      return n === undefined ? [] : [[query[key] ?? "", query[`Tag.${n}.Value`] ?? ""]];
    }),
  );
const tagList = (tags: Fields) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

/**
 * A few operations of the SLB API in memory, shaped after its metadata, for what an emulator over HTTP cannot show
 * cheaply: failures at an exact call. Only as true as these tests need; the emulator is the faithful one.
 */
export class FakeCloud {
  readonly balancers = new Map<string, Balancer>();
  readonly calls: { action: string; query: Fields }[] = [];
  /** Failures to inject, by action; used up in order. `before` refuses, `after` loses the answer of a write that was done. */
  readonly failures: { action: string; when: Lost; error: Error }[] = [];
  #next = 1;

  connection(signal: AbortSignal = new AbortController().signal): Connection {
    const call = async (action: string, query: Readonly<Fields>): Promise<unknown> => {
      this.calls.push({ action, query: { ...query } });
      const index = this.failures.findIndex((failure) => failure.action === action);
      const failure = index < 0 ? undefined : this.failures.splice(index, 1)[0];
      if (failure?.when === "before") throw failure.error;
      const answer = this.handle(action, query);
      if (failure !== undefined) throw failure.error;
      return answer;
    };
    return {
      region: "cn-hangzhou",
      transport: { endpoint: "fake", call },
      tools: { sleep: async () => undefined, random: () => 0.5 },
      signal,
      nonce: "0123456789abcdef",
    };
  }

  get actions(): readonly string[] {
    return this.calls.map(({ action }) => action);
  }

  #balancer(query: Fields): Balancer {
    const found = this.balancers.get(query["LoadBalancerId"] ?? query["LoadBalancerId.1"] ?? "");
    if (found === undefined) throw apiError("InvalidLoadBalancerId.NotFound", 404);
    return found;
  }

  #entry({ id, fields, tags, servers }: Balancer) {
    return {
      ...fields,
      LoadBalancerId: id,
      Tags: { Tag: tagList(tags) },
      BackendServers: { BackendServer: [...servers].map(([ServerId, rest]) => ({ ServerId, ...rest })) },
    };
  }

  make(fields: Fields, tags: Fields): Balancer {
    const id = `lb-${this.#next++}`;
    const made: Balancer = {
      id,
      fields: { Address: "10.0.0.100", LoadBalancerStatus: "active", ...fields },
      tags,
      servers: new Map(),
      listeners: new Map(),
      groups: new Map(),
    };
    this.balancers.set(id, made);
    return made;
  }

  handle(action: string, query: Fields): unknown {
    const servers = JSON.parse(query["BackendServers"] ?? "[]") as (Fields & { ServerId: string })[];
    const port = Number(query["ListenerPort"]);
    switch (action) {
      case "DescribeLoadBalancers": {
        const all = [...this.balancers.values()].map((one) => this.#entry(one));
        const page = Number(query["PageNumber"]);
        return {
          LoadBalancers: { LoadBalancer: all.slice((page - 1) * 100, page * 100) },
          TotalCount: all.length,
        };
      }
      case "CreateLoadBalancer": {
        for (const { fields, id } of this.balancers.values())
          if (fields["ClientToken"] === query["ClientToken"])
            return { LoadBalancerId: id, Address: "10.0.0.100" };
        const made = this.make({ ...query }, tagsIn(query));
        return { LoadBalancerId: made.id, Address: "10.0.0.100" };
      }
      case "DescribeLoadBalancerAttribute":
        return this.#entry(this.#balancer(query));
      case "DeleteLoadBalancer": {
        const found = this.#balancer(query);
        if (found.fields["DeleteProtection"] === "on") throw apiError("OperationDenied.DeleteProtectionIsOn");
        this.balancers.delete(found.id);
        return {};
      }
      case "SetLoadBalancerName":
      case "SetLoadBalancerStatus":
      case "SetLoadBalancerDeleteProtection":
        Object.assign(this.#balancer(query).fields, query);
        return {};
      case "TagResources": {
        const [id = "", , listener] = (query["ResourceId.1"] ?? "").split("_");
        const balancer = this.#balancer({ LoadBalancerId: id });
        if (query["ResourceType"] === "instance") Object.assign(balancer.tags, tagsIn(query));
        else Object.assign(balancer.listeners.get(Number(listener))?.fields ?? {}, { tagged: "yes" });
        return {};
      }
      case "AddBackendServers": {
        const group = this.#balancer(query).servers;
        for (const { ServerId, ...rest } of servers) {
          if (group.has(ServerId)) throw apiError("InvalidParameter");
          group.set(ServerId, rest);
        }
        return {};
      }
      case "SetBackendServers":
        for (const { ServerId, ...rest } of servers) this.#balancer(query).servers.set(ServerId, rest);
        return {};
      case "RemoveBackendServers":
        for (const { ServerId } of servers) this.#balancer(query).servers.delete(ServerId);
        return {};
      case "CreateLoadBalancerTCPListener": {
        const { listeners } = this.#balancer(query);
        if (listeners.has(port)) throw apiError("ListenerAlreadyExists");
        listeners.set(port, { fields: { ...query }, status: "stopped" });
        return {};
      }
      case "SetLoadBalancerTCPListenerAttribute": {
        const listener = this.#balancer(query).listeners.get(port);
        if (listener === undefined) throw apiError("ListenerNotFound", 404);
        Object.assign(listener.fields, query);
        return {};
      }
      case "StartLoadBalancerListener": {
        const listener = this.#balancer(query).listeners.get(port);
        if (listener === undefined) throw apiError("ListenerNotFound", 404);
        listener.status = "running";
        return {};
      }
      case "DescribeLoadBalancerListeners":
        return {
          Listeners: [...this.#balancer(query).listeners].map(([ListenerPort, { fields, status }]) => ({
            ListenerPort,
            ListenerProtocol: "tcp",
            Status: status,
            ...fields,
            Tags: tagList(tagsIn(fields)),
            TCPListenerConfig: {
              ...fields,
              HealthCheck: fields["HealthCheckSwitch"],
              HealthCheckInterval: fields["HealthCheckInterval"] ?? fields["healthCheckInterval"],
            },
          })),
        };
      case "DescribeVServerGroups":
        return {
          VServerGroups: {
            VServerGroup: [...this.#balancer(query).groups].map(([VServerGroupId, { name, tags }]) => ({
              VServerGroupId,
              VServerGroupName: name,
              Tags: { Tag: tagList(tags) },
            })),
          },
        };
      case "CreateVServerGroup": {
        const id = `rsp-${this.#next++}`;
        const group = new Map(
          servers.map((server) => [`${server.ServerId}:${server["Port"]}`, { ...server }]),
        );
        this.#balancer(query).groups.set(id, {
          name: query["VServerGroupName"] ?? "",
          tags: tagsIn(query),
          servers: group,
        });
        return { VServerGroupId: id };
      }
      case "DescribeVServerGroupAttribute": {
        for (const { groups } of this.balancers.values()) {
          const group = groups.get(query["VServerGroupId"] ?? "");
          if (group)
            return {
              VServerGroupName: group.name,
              BackendServers: { BackendServer: [...group.servers.values()] },
            };
        }
        throw apiError("InvalidParameter");
      }
      case "DescribeHealthStatus": {
        const { listeners, servers: members } = this.#balancer(query);
        const states = [...members].map(([ServerId], index) => ({
          ServerId,
          ListenerPort: [...listeners.keys()][0],
          Port: 6443,
          ServerHealthStatus: ["normal", "abnormal", "unavailable"][index],
        }));
        return { BackendServers: { BackendServer: states } };
      }
      default:
        throw apiError("InvalidApi.NotFound", 404);
    }
  }
}
