import { beforeEach, describe, expect, test } from "vitest";
import { nlb } from "../../../../providers/aws/models.ts";
import { behaviourOf } from "../../../../src/core/forwarding.ts";
import { Bench } from "./fixture.ts";
import { keyed, MASTERS, makeBalancer, makeGroup, makeListener, target } from "./resources.ts";

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

const sockets = () => bench.emulator.dataPlane(bench.context);

function attribute(
  kind: "LoadBalancer" | "TargetGroup" | "Listener",
  arn: string,
  key: string,
  value: string,
): void {
  const answer = bench.call(`Modify${kind}Attributes`, {
    [`${kind}Arn`]: arn,
    ...keyed("Attributes", { [key]: value }),
  });
  expect(answer.code, answer.body).toBe("ok");
}

test("nothing is served before the load balancer is active, then one socket per zone", () => {
  const group = makeGroup(bench);
  const balancer = makeBalancer(bench);
  makeListener(bench, balancer, group);
  bench.call("RegisterTargets", { TargetGroupArn: group, ...MASTERS });
  expect(sockets()).toEqual([]);
  bench.now += 2000;
  expect(sockets().map(({ address, port, zone }) => [address, port, zone])).toEqual([
    ["127.0.1.4", 6443, "us-east-1a"],
    ["127.0.2.4", 6443, "us-east-1b"],
    ["127.0.3.4", 6443, "us-east-1c"],
  ]);
  expect(new Set(sockets().map(({ key }) => key)).size).toBe(3);
  expect(sockets()[0]?.backends[1]).toEqual({
    key: "127.0.2.10:6443",
    address: "127.0.2.10",
    port: 6443,
    probePort: 6443,
    weight: 1,
    zone: "us-east-1b",
  });
  bench.call("DeleteLoadBalancer", { LoadBalancerArn: balancer });
  expect(sockets()).toEqual([]);
});

test("the probe is what the health check says, with the node's address as host", () => {
  const group = makeGroup(bench, {
    HealthCheckProtocol: "HTTPS",
    HealthCheckPath: "/readyz",
    HealthCheckPort: "9443",
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    "Matcher.HttpCode": "200,401-403",
  });
  makeListener(bench, makeBalancer(bench), group);
  bench.call("RegisterTargets", { TargetGroupArn: group, ...target(1, "127.0.1.10", 7443) });
  bench.now += 2000;
  expect(sockets()[0]?.probe).toEqual({
    protocol: "https",
    path: "/readyz",
    method: "GET",
    hostHeader: "127.0.1.4:6443",
    codes: [
      [200, 200],
      [401, 403],
    ],
    intervalMs: 10_000,
    timeoutMs: 5_000,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
  });
  expect(sockets()[0]?.backends[0]).toMatchObject({ port: 7443, probePort: 9443 });
});

describe("behaviour follows the live settings", () => {
  let group: string;
  let balancer: string;
  let listener: string;
  beforeEach(() => {
    group = makeGroup(bench, { TargetType: "instance" });
    balancer = makeBalancer(bench);
    listener = makeListener(bench, balancer, group);
    bench.call("RegisterTargets", { TargetGroupArn: group, ...target(1, "i-00000000000000001") });
    bench.now += 2000;
  });
  const now = () => {
    const [socket] = sockets();
    if (socket === undefined) throw new Error("no socket");
    return socket;
  };

  test("an instance is dialled at its own address, and keeps the client's source by default", () => {
    expect(now().backends[0]).toMatchObject({
      key: "i-00000000000000001:6443",
      address: "127.0.1.10",
      zone: "us-east-1a",
    });
    expect(now().behaviour).toMatchObject({ source: "kept", destination: "rewritten", onSelf: "drop" });
    attribute("TargetGroup", group, "preserve_client_ip.enabled", "false");
    expect(now().behaviour).toMatchObject({ source: "translator", onSelf: "deliver" });
  });

  test("the zone's own targets unless cross-zone is on; the group overrides the load balancer", () => {
    const scope = () => now().behaviour.select.scope;
    expect(scope()).toBe("zone");
    attribute("LoadBalancer", balancer, "load_balancing.cross_zone.enabled", "true");
    expect(scope()).toBe("all");
    attribute("TargetGroup", group, "load_balancing.cross_zone.enabled", "false");
    expect(scope()).toBe("zone");
  });

  test("fails open, chooses per connection, by source when sticky", () => {
    expect(now().behaviour.select).toMatchObject({ key: "connection", noneHealthy: "all", weighted: false });
    attribute("TargetGroup", group, "stickiness.enabled", "true");
    expect(now().behaviour.select.key).toBe("source");
  });

  test("idle timeout, draining and resets come from the attributes", () => {
    expect(now()).toMatchObject({ idleTimeoutMs: 350_000, resetUnhealthy: true });
    expect(now().drainMs).toBeUndefined();
    attribute("Listener", listener, "tcp.idle_timeout.seconds", "60");
    attribute("TargetGroup", group, "deregistration_delay.connection_termination.enabled", "true");
    attribute("TargetGroup", group, "target_health_state.unhealthy.connection_termination.enabled", "false");
    expect(now()).toMatchObject({ idleTimeoutMs: 60_000, drainMs: 300_000, resetUnhealthy: false });
  });
});

test("only TCP listeners are served", () => {
  const group = makeGroup(bench, { Protocol: "UDP" });
  makeListener(bench, makeBalancer(bench), group, { Protocol: "UDP" });
  bench.now += 2000;
  expect(sockets()).toEqual([]);
});

describe("the forwarding model", () => {
  test("knows every protocol in both scopes, and says what is missing otherwise", () => {
    for (const protocol of ["TCP", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "TLS"])
      for (const preserveClientIp of [true, false])
        for (const crossZone of [true, false]) {
          const outcome = behaviourOf(nlb, { protocol, preserveClientIp, crossZone, targetType: "ip" });
          expect(outcome.known, `${protocol} ${preserveClientIp} ${crossZone}`).toBe(true);
        }
    expect(behaviourOf(nlb, { protocol: "TCP", crossZone: true, targetType: "instance" })).toMatchObject({
      known: false,
      missing: ["preserveClientIp"],
    });
  });

  test("UDP keeps the source whatever the attribute says", () =>
    expect(behaviourOf(nlb, { protocol: "UDP", preserveClientIp: false, crossZone: true })).toMatchObject({
      known: true,
      behaviour: { source: "kept" },
    }));
});
