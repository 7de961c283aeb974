import { describe, expect, test } from "vitest";
import { Bench, type Parameters } from "./bench.ts";

const servers = [{ ServerId: "i-m1" }, { ServerId: "i-m2" }, { ServerId: "i-m3", Weight: 0 }];

function started(parameters: Parameters = {}, members: readonly Parameters[] = servers) {
  const bench = new Bench();
  const LoadBalancerId = bench.balancer();
  bench.backends(LoadBalancerId, ...members);
  bench.listener(LoadBalancerId, parameters);
  const target = { LoadBalancerId, ListenerPort: 6443 };
  const sockets = () => bench.emulator.dataPlane(bench.context);
  const health = (): Record<string, string> =>
    Object.fromEntries(
      bench
        .do("DescribeHealthStatus", target)
        .BackendServers.BackendServer.map((each: Record<string, string>) => [
          each["ServerId"],
          each["ServerHealthStatus"],
        ]),
    );
  const forwards = (key: string): boolean =>
    bench.emulator.isHealthy(sockets()[0]?.key ?? "", key, bench.context);
  return { bench, LoadBalancerId, target, sockets, health, forwards };
}

describe("sockets", () => {
  test("one per running listener, behaving as CLB's forwarding model says", () => {
    const { sockets, LoadBalancerId } = started({ EstablishedTimeout: 600 });
    expect(sockets()).toEqual([
      {
        key: `${LoadBalancerId}_tcp_6443`,
        address: "127.0.20.1",
        port: 6443,
        zone: undefined,
        // The source is kept and replies come back through the fabric: who dials himself hears nothing.
        behaviour: {
          destination: "rewritten",
          source: "kept",
          reply: "forced-back",
          onSelf: expect.stringMatching(/^(deliver|drop)$/),
          select: { key: "connection", weighted: true, scope: "all", noneHealthy: "unknown" },
        },
        scheduler: "wrr",
        idleTimeoutMs: 600_000,
        backends: [
          ["i-m1", "127.0.0.11", 100, "g"],
          ["i-m2", "127.0.0.12", 100, "h"],
          ["i-m3", "127.0.0.13", 0, "i"],
        ].map(([id, address, weight, zone]) => ({
          key: `${id}:6443`,
          address,
          port: 6443,
          probePort: 6443,
          weight,
          zone: `cn-hangzhou-${zone}`,
        })),
        probe: {
          protocol: "tcp",
          path: "/",
          method: "HEAD",
          hostHeader: undefined,
          codes: [[200, 299]],
          intervalMs: 1000,
          timeoutMs: 1000,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
      },
    ]);
  });

  test("none while starting, stopped or inactive, and none of a load balancer that is gone", () => {
    const { bench, target, sockets, LoadBalancerId } = started();
    const count = () => sockets().length;
    expect(count()).toBe(1);
    bench.do("SetLoadBalancerStatus", { LoadBalancerId, LoadBalancerStatus: "inactive" });
    expect(count()).toBe(0);
    bench.do("SetLoadBalancerStatus", { LoadBalancerId, LoadBalancerStatus: "active" });
    bench.do("StopLoadBalancerListener", target);
    expect(count()).toBe(0);
    bench.do("StartLoadBalancerListener", target);
    expect(count()).toBe(0);
    bench.now += 300;
    expect(count()).toBe(1);
    bench.do("DeleteLoadBalancer", { LoadBalancerId });
    expect(count()).toBe(0);
  });

  test.each<[Parameters, object]>([
    [{ Scheduler: "rr" }, { scheduler: "rr", behaviour: { select: { key: "connection", weighted: false } } }],
    [{ Scheduler: "tch" }, { scheduler: "rr", behaviour: { select: { key: "connection" } } }],
    [{ Scheduler: "sch" }, { behaviour: { select: { key: "source" } } }],
    [{ PersistenceTimeout: 60 }, { behaviour: { source: "kept", select: { key: "source" } } }],
    [{ ConnectionDrain: "on", ConnectionDrainTimeout: 30 }, { drainMs: 30_000 }],
  ])("%j", (parameters, expected) => {
    expect(started(parameters).sockets()[0]).toMatchObject(expected);
  });

  test.each<[string, Parameters, object]>([
    [
      "http",
      {
        HealthCheckType: "http",
        HealthCheckURI: "/readyz",
        HealthCheckConnectPort: 6440,
        HealthCheckHttpCode: "http_2xx,http_4xx",
        HealthCheckDomain: "api",
        healthCheckInterval: 5,
        HealthCheckConnectTimeout: 10,
      },
      {
        protocol: "http",
        path: "/readyz",
        method: "HEAD",
        hostHeader: "api",
        codes: [
          [200, 299],
          [400, 499],
        ],
        intervalMs: 5000,
        timeoutMs: 10_000,
      },
    ],
    ["http without a path is tcp", { HealthCheckType: "http" }, { protocol: "tcp" }],
    ["a timeout below the interval gives way to it", { healthCheckInterval: 7 }, { timeoutMs: 7000 }],
  ])("probes: %s", (_what, parameters, probe) => {
    const [socket] = started(parameters).sockets();
    expect(socket?.probe).toMatchObject(probe);
    expect(socket?.backends[0]?.probePort).toBe(parameters["HealthCheckConnectPort"] ?? 6443);
  });

  test("members of a vServer group, each at its own port", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const BackendServers = JSON.stringify([
      { ServerId: "i-m1", Port: 6443 },
      { ServerId: "i-m1", Port: 6444 },
    ]);
    const { VServerGroupId } = bench.do("CreateVServerGroup", { LoadBalancerId, BackendServers });
    bench.listener(LoadBalancerId, { VServerGroupId });
    const [socket] = bench.emulator.dataPlane(bench.context);
    expect(socket?.backends.map(({ key, port }) => `${key} ${port}`)).toEqual([
      "i-m1:6443 6443",
      "i-m1:6444 6444",
    ]);
  });

  test("a server that the world no longer has gets nothing", () => {
    const { bench, sockets } = started();
    bench.world = { ...bench.world, instances: bench.world.instances.filter(({ id }) => id !== "i-m1") };
    expect(sockets()[0]?.backends.map(({ key }) => key)).toEqual(["i-m2:6443", "i-m3:6443"]);
  });
});

describe("health", () => {
  test("unavailable until as many probes in a row as the threshold says", () => {
    const { bench, health, forwards } = started({ HealthyThreshold: 2, UnhealthyThreshold: 3 });
    const probe = (up: boolean) => bench.probe((key) => up || key === "i-m3:6443");
    expect(health()).toEqual({ "i-m1": "unavailable", "i-m2": "unavailable", "i-m3": "unavailable" });
    expect(forwards("i-m1:6443")).toBe(false);
    probe(true);
    expect(health()["i-m1"]).toBe("unavailable");
    probe(true);
    expect(health()["i-m1"]).toBe("normal");
    expect([forwards("i-m1:6443"), forwards("i-m3:6443")]).toEqual([true, false]);
    for (const [up, expected] of [
      [false, "normal"],
      [false, "normal"],
      // A success in between starts the count anew.
      [true, "normal"],
      [false, "normal"],
      [false, "normal"],
      [false, "abnormal"],
      [true, "abnormal"],
      [true, "normal"],
    ] as const) {
      probe(up);
      expect(health()).toEqual({ "i-m1": expected, "i-m2": expected, "i-m3": "normal" });
    }
  });

  test("one that never answers becomes abnormal", () => {
    const { bench, health } = started();
    bench.probe((key) => key === "i-m1:6443");
    bench.probe((key) => key === "i-m1:6443");
    expect(health()).toEqual({ "i-m1": "normal", "i-m2": "abnormal", "i-m3": "abnormal" });
  });

  test("begins anew after a stop, and for a server that was taken out", () => {
    const { bench, health, target, LoadBalancerId } = started();
    const up = () => {
      bench.probe(() => true);
      bench.probe(() => true);
    };
    up();
    bench.do("RemoveBackendServers", { LoadBalancerId, BackendServers: '["i-m1"]' });
    bench.backends(LoadBalancerId, { ServerId: "i-m1" });
    expect(health()).toEqual({ "i-m2": "normal", "i-m3": "normal", "i-m1": "unavailable" });
    bench.do("StopLoadBalancerListener", target);
    bench.do("StartLoadBalancerListener", target);
    bench.now += 300;
    expect(new Set(Object.values(health()))).toEqual(new Set(["unavailable"]));
    up();
    expect(new Set(Object.values(health()))).toEqual(new Set(["normal"]));
  });

  test("with checks off nothing is probed, and a weight of 0 alone keeps a server out", () => {
    const { sockets, health } = started({ HealthCheckSwitch: "off" });
    expect(sockets()[0]).toMatchObject({
      probe: undefined,
      backends: [{ key: "i-m1:6443" }, { key: "i-m2:6443" }],
    });
    expect(sockets()[0]?.backends).toHaveLength(2);
    expect(new Set(Object.values(health()))).toEqual(new Set(["unavailable"]));
  });

  test("outcomes that come too late are dropped", () => {
    const { bench, sockets, health, target, LoadBalancerId } = started();
    const key = sockets()[0]?.key ?? "";
    const late = (listenerKey: string, backendKey: string) =>
      bench.emulator.probed({ listenerKey, backendKey, at: bench.now, ok: true }, bench.context);
    bench.do("RemoveBackendServers", { LoadBalancerId, BackendServers: '["i-m1"]' });
    const before = structuredClone(bench.state);
    late(key, "i-m1:6443");
    late("lb-x_tcp_1", "i-m2:6443");
    bench.do("StopLoadBalancerListener", target);
    late(key, "i-m2:6443");
    expect(bench.state.loadBalancers[0]?.listeners[0]?.health).toEqual(
      before.loadBalancers[0]?.listeners[0]?.health,
    );
    expect(new Set(Object.values(health()))).toEqual(new Set(["unavailable"]));
  });

  test("DescribeHealthStatus tells who is meant", () => {
    const { bench, target } = started();
    const [first] = bench.do("DescribeHealthStatus", target).BackendServers.BackendServer;
    expect(first).toEqual({
      ListenerPort: 6443,
      Port: 6443,
      Protocol: "tcp",
      ServerId: "i-m1",
      ServerIp: "127.0.0.11",
      Type: "ecs",
      ServerHealthStatus: "unavailable",
    });
    expect(bench.call("DescribeHealthStatus", { ...target, ListenerPort: 1 })).toMatchObject({
      status: 404,
      code: "CheckedListenerNotFound",
    });
  });
});
