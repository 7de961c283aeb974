import { describe, expect, test } from "vitest";
import { Bench, type Parameters } from "./bench.ts";

const minimal = { ListenerPort: 6443, Bandwidth: -1, BackendServerPort: 6443 };

const attribute = (bench: Bench, LoadBalancerId: string) =>
  bench.do("DescribeLoadBalancerTCPListenerAttribute", { LoadBalancerId, ListenerPort: 6443 });

describe("CreateLoadBalancerTCPListener", () => {
  test("a listener begins stopped, with the defaults", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const { RequestId, ...rest } = bench.do("CreateLoadBalancerTCPListener", { LoadBalancerId, ...minimal });
    expect(rest).toEqual({});
    expect(RequestId).toBeTruthy();
    expect(attribute(bench, LoadBalancerId)).toMatchObject({
      Status: "stopped",
      BackendServerPort: 6443,
      Bandwidth: -1,
      Scheduler: "wrr",
      PersistenceTimeout: 0,
      EstablishedTimeout: 900,
      ConnectionDrain: "off",
      AclStatus: "off",
      ProxyProtocolV2Enabled: false,
      HealthCheck: "on",
      HealthCheckType: "tcp",
      HealthCheckConnectTimeout: 5,
      HealthCheckInterval: 2,
      HealthyThreshold: 3,
      UnhealthyThreshold: 3,
      Tags: { Tag: [] },
    });
  });

  test("the interval is spelled with a small h here, and with a capital one on Set", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const target = { LoadBalancerId, ListenerPort: 6443 };
    bench.do("CreateLoadBalancerTCPListener", { ...minimal, LoadBalancerId, HealthCheckInterval: 50 });
    expect(attribute(bench, LoadBalancerId).HealthCheckInterval).toBe(2);
    bench.do("SetLoadBalancerTCPListenerAttribute", { ...target, healthCheckInterval: 49 });
    expect(attribute(bench, LoadBalancerId).HealthCheckInterval).toBe(2);
    bench.do("SetLoadBalancerTCPListenerAttribute", { ...target, HealthCheckInterval: 48 });
    expect(attribute(bench, LoadBalancerId).HealthCheckInterval).toBe(48);
    bench.do("DeleteLoadBalancerListener", target);
    bench.do("CreateLoadBalancerTCPListener", { ...minimal, LoadBalancerId, healthCheckInterval: 47 });
    expect(attribute(bench, LoadBalancerId).HealthCheckInterval).toBe(47);
  });

  /** Both ends of every documented range, and the first value beyond. */
  test.each<[string, readonly unknown[], readonly unknown[]]>([
    ["ListenerPort", [1, 65535], [0, 65536, "x"]],
    ["BackendServerPort", [1, 65535], [0, 65536]],
    ["Bandwidth", [-1, 1, 5120], [-2, 0, 5121]],
    ["Scheduler", ["wrr", "rr", "sch", "tch"], ["wlc"]],
    ["PersistenceTimeout", [0, 3600], [-1, 3601]],
    ["EstablishedTimeout", [10, 900], [9, 901]],
    ["ConnectionDrainTimeout", [10, 900], [9, 901]],
    ["healthCheckInterval", [1, 50], [0, 51]],
    ["HealthCheckConnectTimeout", [1, 300], [0, 301]],
    ["HealthyThreshold", [2, 10], [1, 11]],
    ["UnhealthyThreshold", [2, 10], [1, 11]],
    ["HealthCheckConnectPort", [1, 65535], [65536]],
    ["HealthCheckType", ["tcp", "http"], ["https"]],
    ["HealthCheckURI", ["/healthz", "/a-b.c%d#e&f"], ["/", "healthz", "/a?b", "/a b", `/${"a".repeat(80)}`]],
    ["HealthCheckHttpCode", ["http_2xx", "http_2xx,http_3xx"], ["200", "http_1xx"]],
    ["HealthCheckDomain", ["$_ip", "api.example.com"], ["a b"]],
    ["ProxyProtocolV2Enabled", [true, false], ["yes"]],
    ["Description", ["x", "x".repeat(256)], ["x".repeat(257)]],
    ["AclType", ["white", "black"], ["grey"]],
  ])("range of %s", (name, good, bad) => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const create = (value: unknown) =>
      bench.call("CreateLoadBalancerTCPListener", { LoadBalancerId, ...minimal, [name]: value as string });
    for (const value of bad) {
      expect(create(value), `${name}=${value}`).toMatchObject({ status: 400 });
      expect(bench.state.loadBalancers[0]?.listeners).toEqual([]);
    }
    for (const value of good) {
      expect(create(value).code, `${name}=${value}`).toBe("ok");
      const port = name === "ListenerPort" ? (value as number) : 6443;
      bench.do("DeleteLoadBalancerListener", { LoadBalancerId, ListenerPort: port });
    }
  });

  test.each<[string, Parameters, string]>([
    ["no bandwidth", { Bandwidth: "" }, "MissingBandwidth"],
    ["no port", { ListenerPort: "" }, "MissingListenerPort"],
    ["an impossible port", { ListenerPort: 70_000 }, "InvalidParam.ListenerPort"],
    ["neither backend port nor group", { BackendServerPort: "" }, "MissingParameter"],
    ["an unknown group", { VServerGroupId: "rsp-x" }, "ResourceNotFound.VServerGroup"],
    ["an unknown master/slave group", { MasterSlaveServerGroupId: "rsp-x" }, "InvalidParameter"],
    [
      "both kinds of group",
      { VServerGroupId: "rsp-x", MasterSlaveServerGroupId: "rsp-y" },
      "Abs.VServerGroupIdAndMasterSlaveServerGroupId.MissMatch",
    ],
    ["draining without its time", { ConnectionDrain: "on" }, "MissingParameter"],
    ["an access list without its type", { AclStatus: "on", AclId: "acl-x" }, "MissingParameter"],
    ["an unknown access list", { AclStatus: "on", AclType: "white", AclId: "acl-x" }, "AclNotExist"],
    ["an unknown load balancer", { LoadBalancerId: "lb-x" }, "InvalidLoadBalancerId.NotFound"],
  ])("refuses %s", (_what, parameters, code) => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    expect(
      bench.call("CreateLoadBalancerTCPListener", { LoadBalancerId, ...minimal, ...parameters }).code,
    ).toBe(code);
  });

  test("the same port twice, the 51st listener", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const create = (ListenerPort: number) =>
      bench.call("CreateLoadBalancerTCPListener", { ...minimal, LoadBalancerId, ListenerPort }).code;
    expect([create(1), create(1)]).toEqual(["ok", "ListenerAlreadyExists"]);
    for (let port = 2; port <= 50; port += 1) expect(create(port)).toBe("ok");
    expect(create(51)).toBe("ListenerNumberOverLimit");
  });
});

describe("SetLoadBalancerTCPListenerAttribute", () => {
  test("what is not named stays; the backend port is not changed", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    bench.listener(LoadBalancerId, { Description: "api", EstablishedTimeout: 600 });
    const before = attribute(bench, LoadBalancerId);
    const set = {
      LoadBalancerId,
      ListenerPort: 6443,
      HealthCheckType: "http",
      HealthCheckURI: "/readyz?verbose",
    };
    bench.do("SetLoadBalancerTCPListenerAttribute", {
      ...set,
      HealthCheckConnectPort: 6440,
      BackendServerPort: 1,
    });
    const { RequestId: _, ...after } = attribute(bench, LoadBalancerId);
    expect(after).toEqual({
      ...before,
      RequestId: undefined,
      HealthCheckType: "http",
      HealthCheckURI: "/readyz?verbose",
      HealthCheckConnectPort: 6440,
      HealthCheckHttpCode: "http_2xx",
      HealthCheckMethod: "head",
    });
  });

  test("to a vServer group and back", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    bench.listener(LoadBalancerId);
    const { VServerGroupId } = bench.do("CreateVServerGroup", { LoadBalancerId });
    const set = (parameters: Parameters) =>
      bench.call("SetLoadBalancerTCPListenerAttribute", { LoadBalancerId, ListenerPort: 6443, ...parameters })
        .code;
    expect(set({ VServerGroup: "on" })).toBe("MissingParam.VServerGroupId");
    expect(set({ VServerGroupId })).toBe("ok");
    expect(attribute(bench, LoadBalancerId).VServerGroupId).toBeUndefined();
    expect(set({ VServerGroupId, VServerGroup: "on" })).toBe("ok");
    expect(attribute(bench, LoadBalancerId).VServerGroupId).toBe(VServerGroupId);
    expect(bench.call("DeleteVServerGroup", { VServerGroupId }).code).toBe("RspoolVipExist");
    expect(set({ VServerGroup: "off" })).toBe("ok");
    expect(bench.call("DeleteVServerGroup", { VServerGroupId }).code).toBe("ok");
  });

  test.each([
    ["wrr", "rr", "ok"],
    ["sch", "tch", "ok"],
    ["wrr", "sch", "UnsupportedOperation"],
    ["tch", "rr", "UnsupportedOperation"],
  ])("scheduler %s to %s: %s", (from, to, code) => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    bench.listener(LoadBalancerId, { Scheduler: from });
    const target = { LoadBalancerId, ListenerPort: 6443, Scheduler: to };
    expect(bench.call("SetLoadBalancerTCPListenerAttribute", target).code).toBe(code);
  });
});

describe("states", () => {
  test("stopped → starting → running → stopped, by time", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const target = { LoadBalancerId, ListenerPort: 6443, ListenerProtocol: "tcp" };
    const status = () => attribute(bench, LoadBalancerId).Status;
    bench.do("CreateLoadBalancerTCPListener", { LoadBalancerId, ...minimal });
    expect(status()).toBe("stopped");
    bench.do("StartLoadBalancerListener", target);
    expect(status()).toBe("starting");
    bench.now += 299;
    expect(status()).toBe("starting");
    bench.now += 1;
    expect(status()).toBe("running");
    // Starting what runs does not interrupt it.
    bench.do("StartLoadBalancerListener", target);
    expect(status()).toBe("running");
    bench.do("StopLoadBalancerListener", target);
    expect(status()).toBe("stopped");
  });

  test("the last listener's end makes the load balancer inactive, a new one active again", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const status = () => bench.do("DescribeLoadBalancerAttribute", { LoadBalancerId }).LoadBalancerStatus;
    const create = (ListenerPort: number) =>
      bench.do("CreateLoadBalancerTCPListener", { ...minimal, LoadBalancerId, ListenerPort });
    const remove = (ListenerPort: number) =>
      bench.do("DeleteLoadBalancerListener", { LoadBalancerId, ListenerPort });
    create(1);
    create(2);
    remove(1);
    expect(status()).toBe("active");
    remove(2);
    expect(status()).toBe("inactive");
    create(3);
    expect(status()).toBe("active");
  });

  test.each([
    "StartLoadBalancerListener",
    "StopLoadBalancerListener",
    "DeleteLoadBalancerListener",
    "SetLoadBalancerTCPListenerAttribute",
  ])("%s without a listener", (action) => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    expect(bench.call(action, { LoadBalancerId, ListenerPort: 1 })).toMatchObject({
      status: 404,
      code: "ListenerNotFound",
    });
    if (action.startsWith("Set")) return;
    bench.listener(LoadBalancerId);
    const udp = { LoadBalancerId, ListenerPort: 6443, ListenerProtocol: "udp" };
    expect(bench.call(action, udp).code).toBe("ListenerNotFound");
  });

  test("a missing listener is an InvalidParameter to DescribeLoadBalancerTCPListenerAttribute", () => {
    const bench = new Bench();
    const target = { LoadBalancerId: bench.balancer(), ListenerPort: 1 };
    const { status, code, body } = bench.call("DescribeLoadBalancerTCPListenerAttribute", target);
    expect({ status, code }).toEqual({ status: 400, code: "InvalidParameter" });
    expect(body.Message).toMatch(/does not exist/);
  });
});

describe("DescribeLoadBalancerListeners", () => {
  test("a plain list with everything that a comparison needs", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    bench.listener(LoadBalancerId, {
      "Tag.1.Key": "a",
      "Tag.1.Value": "b",
      ConnectionDrain: "on",
      ConnectionDrainTimeout: 30,
    });
    const { Listeners, TotalCount, NextToken } = bench.do("DescribeLoadBalancerListeners", {
      "LoadBalancerId.1": LoadBalancerId,
    });
    expect({ TotalCount, NextToken }).toEqual({ TotalCount: 1, NextToken: undefined });
    expect(Listeners).toEqual([
      {
        LoadBalancerId,
        ListenerPort: 6443,
        ListenerProtocol: "tcp",
        Status: "running",
        BackendServerPort: 6443,
        Bandwidth: -1,
        Scheduler: "wrr",
        AclStatus: "off",
        AclIds: [],
        Tags: [{ TagKey: "a", TagValue: "b" }],
        TCPListenerConfig: {
          PersistenceTimeout: 0,
          EstablishedTimeout: 900,
          ConnectionDrain: "on",
          ConnectionDrainTimeout: 30,
          HealthCheck: "on",
          HealthCheckType: "tcp",
          HealthCheckConnectTimeout: 1,
          HealthCheckInterval: 1,
          HealthyThreshold: 2,
          UnhealthyThreshold: 2,
          ProxyProtocolV2Enabled: "false",
        },
      },
    ]);
  });

  test("pages by token, filters", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const other = bench.balancer();
    bench.listener(other);
    for (let port = 1; port <= 25; port += 1)
      bench.do("CreateLoadBalancerTCPListener", { ...minimal, LoadBalancerId, ListenerPort: port });
    const list = (parameters: Parameters) =>
      bench.do("DescribeLoadBalancerListeners", { "LoadBalancerId.1": LoadBalancerId, ...parameters });
    const ports: number[] = [];
    let token = "";
    let pages = 0;
    do {
      const page = list({ MaxResults: 10, NextToken: token });
      ports.push(...page.Listeners.map((each: { ListenerPort: number }) => each.ListenerPort));
      token = page.NextToken ?? "";
      pages += 1;
    } while (token !== "" && pages < 10);
    expect({ pages, ports }).toEqual({ pages: 3, ports: Array.from({ length: 25 }, (_, n) => n + 1) });
    // 20 without MaxResults.
    expect(list({}).Listeners).toHaveLength(20);
    expect(list({ ListenerPort: 7 }).TotalCount).toBe(1);
    expect(list({ ListenerProtocol: "udp" }).Listeners).toEqual([]);
    expect(list({ "LoadBalancerId.2": other }).TotalCount).toBe(26);
    expect(list({ "LoadBalancerId.1": "lb-x" }).Listeners).toEqual([]);
    expect(bench.call("DescribeLoadBalancerListeners", { NextToken: "nonsense" }).code).toBe(
      "InvalidParameter",
    );
    expect(bench.call("DescribeLoadBalancerListeners", { MaxResults: 101 }).code).toBe("InvalidParameter");
  });
});
