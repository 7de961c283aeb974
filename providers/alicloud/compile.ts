import { canonicalCidr } from "../../src/core/net.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import type { Resource, ResourceGraph, Value } from "../../src/core/resource.ts";
import { err, ok, type Result } from "../../src/core/result.ts";
import type { Spec, SpecIssue } from "../../src/core/spec.ts";
import { checkHealth, shimPort } from "./checks/health.ts";
import { httpClasses } from "./checks/http-classes.ts";
import { checkListener } from "./checks/listener.ts";
import { checkMasters, commonPort } from "./checks/masters.ts";
import { checkNetwork } from "./checks/network.ts";
import { checkTags } from "./checks/tags.ts";
import { type Options, readOptions } from "./options.ts";
import { ACCESS_LIST_TAG, HEALTH_TAG, ownName } from "./ownership.ts";
import { idOf, LOAD_BALANCER } from "./refs.ts";

/** The API names no default; Terraform's is 900, the most. Watches and exec sessions of an API server are long and quiet. */
const DEFAULT_IDLE_SECONDS = 900;

type Props = { readonly [key: string]: Value };

/** Keys whose value is undefined are left out. */
const given = (props: Readonly<Record<string, Value | undefined>>): Props =>
  Object.fromEntries(
    Object.entries(props).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );

function loadBalancer(spec: Spec, options: Options): Resource {
  const [subnet] = spec.subnets;
  const internal = spec.scheme === "internal";
  return {
    id: "load-balancer",
    kind: "load-balancer",
    props: given({
      name: spec.name,
      addressType: internal ? "intranet" : "internet",
      ipVersion: "ipv4",
      chargeType: options.chargeType,
      vSwitchId: internal ? subnet?.id : undefined,
      vpcId: internal ? spec.vpcId : undefined,
      address: internal ? subnet?.address : undefined,
      masterZoneId: options.masterZone,
      slaveZoneId: options.slaveZone,
      resourceGroupId: options.resourceGroupId,
      deleteProtection: spec.deletionProtection ? "on" : "off",
      modificationProtection: options.modificationProtection ? "ConsoleProtection" : "NonProtection",
      status: "active",
      tags: {
        ...spec.tags,
        ...(spec.accessList === undefined ? {} : { [ACCESS_LIST_TAG]: ownName(spec.name) }),
        [OWNER_TAG]: spec.name,
      },
    }),
  };
}

function accessList(spec: Spec): readonly Resource[] {
  if (spec.accessList === undefined) return [];
  const entries = Object.fromEntries(
    spec.accessList.entries.map((cidr) => [canonicalCidr(cidr) ?? cidr, ""]),
  );
  const props = { loadBalancerId: LOAD_BALANCER, name: ownName(spec.name), ipVersion: "ipv4", entries };
  return [{ id: "access-list", kind: "access-list", props }];
}

/** A vServer group where one is asked for or the masters' ports differ: the default group knows one port for all. */
const usesVServerGroup = (spec: Spec, options: Options): boolean =>
  options.serverGroup === "vserver" || commonPort(spec) === undefined;

function servers(spec: Spec, options: Options): Resource {
  const grouped = usesVServerGroup(spec, options);
  const entries = Object.fromEntries(
    spec.masters.map(({ instanceId, port, weight, name }): [string, Value] => [
      grouped ? `${instanceId}:${port}` : `${instanceId}`,
      { weight, description: name.slice(0, 80) },
    ]),
  );
  return grouped
    ? {
        id: "server-group",
        kind: "server-group",
        props: {
          loadBalancerId: LOAD_BALANCER,
          name: ownName(spec.name),
          servers: entries,
          tags: { [OWNER_TAG]: spec.name },
        },
      }
    : { id: "backends", kind: "backends", props: { loadBalancerId: LOAD_BALANCER, servers: entries } };
}

function healthCheck(spec: Spec, options: Options): Props {
  const { healthCheck: wish } = spec;
  const common = {
    switch: "on",
    connectTimeoutSeconds: wish.timeoutSeconds,
    intervalSeconds: wish.intervalSeconds,
    healthyThreshold: wish.healthyThreshold,
    unhealthyThreshold: wish.unhealthyThreshold,
  };
  if (wish.protocol === "tcp")
    return { ...common, type: "tcp", connectPort: wish.port ?? commonPort(spec) ?? null };
  return {
    ...common,
    type: "http",
    connectPort: shimPort(spec, options) ?? wish.port ?? null,
    uri: wish.path,
    httpCode: (httpClasses(wish.codes) ?? []).join(","),
  };
}

function listener(spec: Spec, options: Options): Resource {
  const acl: Props =
    spec.accessList === undefined
      ? { type: "off", id: null }
      : { type: spec.accessList.type === "allow" ? "white" : "black", id: idOf("access-list") };
  return {
    id: `listener/${spec.port}`,
    kind: "listener",
    props: given({
      loadBalancerId: LOAD_BALANCER,
      protocol: "tcp",
      port: spec.port,
      ...(usesVServerGroup(spec, options)
        ? { vServerGroupId: idOf("server-group") }
        : { backendServerPort: commonPort(spec) }),
      scheduling: options.scheduler === "wrr" || options.scheduler === "rr" ? "round-robin" : "hash",
      scheduler: options.scheduler,
      bandwidthMbps: -1,
      persistenceTimeoutSeconds: 0,
      establishedTimeoutSeconds: spec.idleTimeoutSeconds ?? DEFAULT_IDLE_SECONDS,
      connectionDrainSeconds: spec.drainSeconds ?? 0,
      proxyProtocolV2: false,
      acl,
      healthCheck: healthCheck(spec, options),
      status: "running",
      tags: {
        [HEALTH_TAG]: spec.healthCheck.protocol === "https" ? "shim" : "direct",
        [OWNER_TAG]: spec.name,
      },
    }),
  };
}

/** The spec in CLB's terms with every default filled in, or all reasons why CLB cannot do it. */
export function compile(spec: Spec): Result<ResourceGraph, readonly SpecIssue[]> {
  const { options, issues } = readOptions(spec.options);
  const all = [
    ...checkNetwork(spec, options),
    ...checkMasters(spec, options),
    ...checkHealth(spec, options),
    ...checkListener(spec),
    ...checkTags(spec),
    ...issues,
  ];
  if (all.length > 0) return err(all);
  return ok({
    provider: "alicloud",
    name: spec.name,
    resources: [
      loadBalancer(spec, options),
      ...accessList(spec),
      servers(spec, options),
      listener(spec, options),
    ],
  });
}
