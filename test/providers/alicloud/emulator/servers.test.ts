import { describe, expect, test } from "vitest";
import { Bench, type Parameters } from "./bench.ts";

const json = (...servers: readonly unknown[]) => JSON.stringify(servers);
const many = (count: number) => Array.from({ length: count }, () => ({ ServerId: "i-m1" }));

describe("the default server group", () => {
  test("add, change, remove", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const group = (action: string, ...servers: readonly unknown[]) =>
      bench.call(action, { LoadBalancerId, BackendServers: json(...servers) });
    const added = group(
      "AddBackendServers",
      { ServerId: "i-m1", Description: "m1" },
      { ServerId: "i-m2", Weight: "0" },
      { ServerId: "i-m1", Weight: 7 },
    );
    // Weights are text in answers to writes; of a server that is named twice the first entry counts.
    const members = [
      { ServerId: "i-m1", Weight: "100", Type: "ecs", Description: "m1" },
      { ServerId: "i-m2", Weight: "0", Type: "ecs", Description: "" },
    ];
    expect(added.body).toMatchObject({ LoadBalancerId, BackendServers: { BackendServer: members } });
    expect(group("AddBackendServers", { ServerId: "i-m3" }, { ServerId: "i-m1" }).code).toBe(
      "InvalidParameter",
    );
    group("SetBackendServers", { ServerId: "i-m2", Weight: 50 });
    const read = () =>
      bench.do("DescribeLoadBalancerAttribute", { LoadBalancerId }).BackendServers.BackendServer;
    expect(read()).toEqual([
      { ...members[0], Weight: 100 },
      { ...members[1], Weight: 50 },
    ]);
    expect(group("SetBackendServers", { ServerId: "i-m3", Weight: 1 }).code).toBe("InvalidServerId.NotExist");
    // Who is not there is ignored; plain ids do as well.
    expect(group("RemoveBackendServers", "i-m1", { ServerId: "i-m3" }).code).toBe("ok");
    expect(read()).toEqual([{ ...members[1], Weight: 50 }]);
  });

  test.each<[string, string, string]>([
    ["an unknown server", json({ ServerId: "i-x" }), "InvalidServerId.NotFound"],
    ["a stopped server", json({ ServerId: "i-stopped" }), "ObtainIpFail"],
    ["a server of another VPC", json({ ServerId: "i-other" }), "NetworkConflict"],
    ["a weight of 101", json({ ServerId: "i-m1", Weight: 101 }), "InvalidWeight.Malformed"],
    ["a weight of -1", json({ ServerId: "i-m1", Weight: -1 }), "InvalidWeight.Malformed"],
    ["a weight in words", json({ ServerId: "i-m1", Weight: "many" }), "InvalidWeight.Malformed"],
    ["an unknown type", json({ ServerId: "i-m1", Type: "vm" }), "BackendServer.InvalidType"],
    [
      "a description of 81 characters",
      json({ ServerId: "i-m1", Description: "x".repeat(81) }),
      "InvalidParameter",
    ],
    [
      "an address that is not the server's",
      json({ ServerId: "i-m1", Type: "eni", ServerIp: "10.0.0.1" }),
      "InvalidParameter",
    ],
    ["no id", json({}), "InvalidParameter"],
    ["21 entries", json(...many(21)), "TooManyBackendServers"],
    ["no JSON", "[", "BackendServersMalformed"],
    ["no list", "{}", "BackendServersMalformed"],
    ["a list of numbers", "[1]", "BackendServersMalformed"],
    ["nothing", "", "MissingBackendServers"],
  ])("refuses %s", (_what, BackendServers, code) => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    expect(bench.call("AddBackendServers", { LoadBalancerId, BackendServers }).code).toBe(code);
    expect(bench.state.loadBalancers[0]?.servers).toEqual([]);
  });

  test("one VPC for all, where the load balancer is in none; 200 servers", () => {
    const bench = new Bench();
    const [first] = bench.world.instances;
    if (first === undefined) throw new Error("the world is empty");
    const crowd = Array.from({ length: 201 }, (_, n) => ({ ...first, id: `i-${n}` }));
    bench.world = { ...bench.world, instances: [...bench.world.instances, ...crowd] };
    const { LoadBalancerId } = bench.do("CreateLoadBalancer", { InstanceChargeType: "PayByCLCU" });
    bench.backends(LoadBalancerId, { ServerId: "i-other" });
    const add = (...ids: readonly string[]) => {
      const BackendServers = json(...ids.map((ServerId) => ({ ServerId })));
      return bench.call("AddBackendServers", { LoadBalancerId, BackendServers }).code;
    };
    expect(add("i-m1")).toBe("InvalidBackendServers.Inconsistent");
    bench.do("RemoveBackendServers", { LoadBalancerId, BackendServers: json("i-other") });
    for (let n = 0; n < 200; n += 20) expect(add(...crowd.slice(n, n + 20).map(({ id }) => id))).toBe("ok");
    expect(add("i-200")).toBe("InstanceBackendServerNumberOverLimit");
  });
});

describe("vServer groups", () => {
  const server = (ServerId: string, Port: number, more: Parameters = {}) => ({ ServerId, Port, ...more });

  test("life of a group", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const made = bench.do("CreateVServerGroup", {
      LoadBalancerId,
      VServerGroupName: "masters",
      BackendServers: json(server("i-m1", 6443), server("i-m2", 6444, { Weight: 10, Description: "m2" })),
      "Tag.1.Key": "a",
    });
    const { VServerGroupId } = made;
    const members = [
      { ServerId: "i-m1", Port: 6443, Weight: 100, Type: "ecs", Description: "" },
      { ServerId: "i-m2", Port: 6444, Weight: 10, Type: "ecs", Description: "m2" },
    ];
    expect(made.BackendServers.BackendServer).toEqual(members);
    const call = (action: string, ...servers: readonly unknown[]) =>
      bench.call(action, { VServerGroupId, BackendServers: json(...servers) });
    const read = () => bench.do("DescribeVServerGroupAttribute", { VServerGroupId });
    expect(read()).toMatchObject({
      LoadBalancerId,
      VServerGroupName: "masters",
      BackendServers: { BackendServer: members },
      Tags: { Tag: [{ TagKey: "a", TagValue: "" }] },
    });
    // One server at two ports is two members.
    expect(call("AddVServerGroupBackendServers", server("i-m1", 6445)).code).toBe("ok");
    expect(call("AddVServerGroupBackendServers", server("i-m1", 6445)).code).toBe("InvalidParameter");
    expect(call("RemoveVServerGroupBackendServers", server("i-m1", 6445), server("i-m3", 1)).code).toBe("ok");
    const exchange = {
      VServerGroupId,
      OldBackendServers: json(server("i-m2", 6444)),
      NewBackendServers: json(server("i-m3", 6443)),
    };
    bench.do("ModifyVServerGroupBackendServers", exchange);
    expect(
      bench.call("ModifyVServerGroupBackendServers", {
        ...exchange,
        NewBackendServers: json(server("i-m1", 6443)),
      }).code,
    ).toBe("InvalidParameter");
    expect(bench.call("SetVServerGroupAttribute", { VServerGroupId }).code).toBe("MissingParameter");
    bench.do("SetVServerGroupAttribute", {
      VServerGroupId,
      VServerGroupName: "renamed",
      BackendServers: json(server("i-m3", 6443, { Weight: 5 })),
    });
    expect(read()).toMatchObject({
      VServerGroupName: "renamed",
      BackendServers: {
        BackendServer: [
          { ServerId: "i-m1", Port: 6443 },
          { ServerId: "i-m3", Weight: 5 },
        ],
      },
    });
    bench.do("DeleteVServerGroup", { VServerGroupId });
    const gone = bench.call("DeleteVServerGroup", { VServerGroupId });
    expect(gone).toMatchObject({ status: 404, code: "InvalidParameter" });
    expect(gone.body.Message).toMatch(/does not exist/);
  });

  test("the list: names are not unique; listeners on request", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const create = () =>
      bench.do("CreateVServerGroup", { LoadBalancerId, VServerGroupName: "twice" }).VServerGroupId;
    const [first, second] = [create(), create()];
    bench.listener(LoadBalancerId, { VServerGroupId: first });
    const groups = (parameters: Parameters = {}) =>
      bench.do("DescribeVServerGroups", { LoadBalancerId, ...parameters }).VServerGroups.VServerGroup;
    expect(groups().map((group: { VServerGroupId: string }) => group.VServerGroupId)).toEqual([
      first,
      second,
    ]);
    expect(groups()[0]).toMatchObject({
      VServerGroupName: "twice",
      ServerCount: 0,
      AssociatedObjects: { Listeners: { Listener: [] } },
    });
    expect(groups({ IncludeListener: true })[0].AssociatedObjects.Listeners.Listener).toEqual([
      { Port: 6443, Protocol: "tcp" },
    ]);
  });

  test.each<[string, string]>([
    ["a port is missing", json({ ServerId: "i-m1" })],
    ["a port is 0", json(server("i-m1", 0))],
    ["a port is too large", json(server("i-m1", 65_536))],
  ])("refused where %s", (_what, BackendServers) => {
    const bench = new Bench();
    const parameters = { LoadBalancerId: bench.balancer(), BackendServers };
    expect(bench.call("CreateVServerGroup", parameters).code).toBe("InvalidParameter");
    expect(bench.state.serverGroups).toEqual([]);
  });
});
