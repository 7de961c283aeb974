import { beforeEach, describe, expect, test } from "vitest";
import { takeProbe } from "../../../../providers/aws/emulator/target-health.ts";
import type { ProbeFailure } from "../../../../src/emulator/types.ts";
import { Bench, WORLD } from "./fixture.ts";
import { keyed, MASTERS, makeBalancer, makeGroup, makeListener, target } from "./resources.ts";

let bench: Bench;
let group: string;
beforeEach(() => {
  bench = new Bench();
  group = makeGroup(bench, { HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 });
});

const register = (fields: Record<string, string | number>, arn = group) =>
  bench.call("RegisterTargets", { TargetGroupArn: arn, ...fields });
const deregister = (fields: Record<string, string | number>) =>
  bench.call("DeregisterTargets", { TargetGroupArn: group, ...fields });

/** `id:port state reason` of every target. */
function health(arn = group, fields: Record<string, string | number> = {}): string[] {
  const answer = bench.call("DescribeTargetHealth", { TargetGroupArn: arn, ...fields });
  expect(answer.code, answer.body).toBe("ok");
  return [
    ...answer.body.matchAll(
      /<Target><Id>(.*?)<\/Id><Port>(\d+)<\/Port>.*?<State>(.*?)<\/State>(?:<Reason>(.*?)<\/Reason>)?/g,
    ),
  ].map(([, id, port, state, reason]) => `${id}:${port} ${state}${reason ? ` ${reason}` : ""}`);
}

/** One probe of one target by every node, or by the nodes of some zones. */
function probe(backendKey: string, ok: boolean, failure: ProbeFailure = "refused", zones?: string[]): void {
  for (const listener of bench.emulator.dataPlane(bench.context))
    if (zones === undefined || zones.includes(listener.zone ?? ""))
      bench.emulator.probed(
        { listenerKey: listener.key, backendKey, at: bench.now, ok, ...(ok ? {} : { failure }) },
        bench.context,
      );
}

function serving(balancerFields = {}): void {
  makeListener(bench, makeBalancer(bench, balancerFields), group);
  register(MASTERS);
  bench.now += 2000;
}

describe("registration", () => {
  test("pairs of id and port; the group's port is the default; again is harmless", () => {
    register({ ...target(1, "127.0.1.10"), ...target(2, "127.0.1.10", 7443) });
    expect(register(target(1, "127.0.1.10", 6443)).code).toBe("ok");
    expect(health()).toEqual([
      "127.0.1.10:6443 unused Target.NotInUse",
      "127.0.1.10:7443 unused Target.NotInUse",
    ]);
    deregister(target(1, "127.0.1.10"));
    expect(health()).toEqual(["127.0.1.10:7443 unused Target.NotInUse"]);
  });

  test.each([
    ["an instance id", target(1, "i-00000000000000001"), "ValidationError", "is not a valid IPv4 address"],
    ["IPv6", target(1, "fd00::1"), "ValidationError", "is not a valid IPv4 address"],
    ["octets out of range", target(1, "127.0.1.256"), "ValidationError", "is not a valid IPv4 address"],
    ["a public address", target(1, "8.8.8.8"), "ValidationError", "is not within a valid IP address range"],
    [
      "an outside address without zone",
      target(1, "10.4.40.87"),
      "ValidationError",
      "The Availability Zone is required for IP address '10.4.40.87' because it is not in the VPC",
    ],
    ["no target", {}, "ValidationError", "not be null"],
    ["port 0", target(1, "127.0.1.10", 0), "ValidationError", "greater than or equal to 1"],
  ])("ip groups refuse %s", (_what, fields, code, message) => {
    const answer = register(fields);
    expect([answer.code, answer.first("Message")]).toEqual([code, expect.stringContaining(message)]);
    expect(health()).toEqual([]);
  });

  test.each([
    ["an address", "127.0.1.10", "ValidationError", "Instance ID '127.0.1.10' is not valid"],
    ["an unknown instance", "i-0000000000000000f", "InvalidTarget", "do not exist"],
    ["an instance that is stopped", "i-00000000000000002", "InvalidTarget", "not in a running state"],
    ["an instance of another VPC", "i-00000000000000003", "InvalidTarget", "not in the target group VPC"],
  ])("instance groups refuse %s", (_what, id, code, message) => {
    const [first, second, third] = WORLD.instances;
    if (first === undefined || second === undefined || third === undefined) throw new Error("world");
    bench.world = {
      ...WORLD,
      instances: [first, { ...second, state: "stopped" }, { ...third, vpcId: "vpc-2" }],
    };
    const arn = makeGroup(bench, { Name: "byid", TargetType: "instance" });
    const answer = register(target(1, id), arn);
    expect([answer.code, answer.first("Message")]).toEqual([code, expect.stringContaining(message)]);
  });

  test("one bad target and none is registered", () => {
    expect(register({ ...target(1, "127.0.1.10"), ...target(2, "8.8.8.8") }).code).toBe("ValidationError");
    expect(health()).toEqual([]);
  });

  test("an outside address with a zone, or with all of them", () => {
    const outside = (zone: string) =>
      register({ ...target(1, "10.4.40.87"), "Targets.member.1.AvailabilityZone": zone });
    expect([outside("all").code, outside("us-east-1a").code, outside("us-east-9z").code]).toEqual([
      "ok",
      "ok",
      "ValidationError",
    ]);
  });

  test("1000 targets and no more", () => {
    const many = (from: number, count: number) =>
      Object.assign({}, ...Array.from({ length: count }, (_, n) => target(n + 1, "127.0.1.10", from + n)));
    expect(register(many(1, 1000)).code).toBe("ok");
    expect(register(many(1000, 1)).code).toBe("ok");
    expect(register(many(1001, 1)).code).toBe("TooManyTargets");
  });

  test("deregistering what was never registered succeeds; asking for it says so", () => {
    expect(deregister(target(1, "127.0.1.10")).code).toBe("ok");
    expect(health(group, target(1, "127.0.1.10"))).toEqual(["127.0.1.10:6443 unused Target.NotRegistered"]);
  });
});

describe("states", () => {
  test("unused → initial → healthy by one success", () => {
    register(MASTERS);
    expect(health()[0]).toBe("127.0.1.10:6443 unused Target.NotInUse");
    makeListener(bench, makeBalancer(bench), group);
    expect(health()[0]).toBe("127.0.1.10:6443 initial Elb.RegistrationInProgress");
    bench.now += 2000;
    expect(health()[0]).toBe("127.0.1.10:6443 initial Elb.InitialHealthChecking");
    probe("127.0.1.10:6443", true);
    expect(health()).toEqual([
      "127.0.1.10:6443 healthy",
      "127.0.2.10:6443 initial Elb.InitialHealthChecking",
      "127.0.3.10:6443 initial Elb.InitialHealthChecking",
    ]);
  });

  test("a new target that fails is initial until the threshold, then unhealthy with a reason", () => {
    serving();
    probe("127.0.1.10:6443", false, "timeout");
    probe("127.0.2.10:6443", false, "status");
    expect(health()[0]).toBe("127.0.1.10:6443 initial Elb.InitialHealthChecking");
    probe("127.0.1.10:6443", false, "timeout");
    probe("127.0.2.10:6443", false, "status");
    expect(health().slice(0, 2)).toEqual([
      "127.0.1.10:6443 unhealthy Target.Timeout",
      "127.0.2.10:6443 unhealthy Target.FailedHealthChecks",
    ]);
  });

  test("later verdicts need their thresholds, without interruption", () => {
    serving();
    const say = (...outcomes: boolean[]) => {
      for (const ok of outcomes) probe("127.0.1.10:6443", ok);
      return health()[0]?.split(" ")[1];
    };
    expect(say(true)).toBe("healthy");
    expect(say(false)).toBe("healthy");
    expect(say(true, false)).toBe("healthy");
    expect(say(false)).toBe("unhealthy");
    expect(say(true)).toBe("unhealthy");
    expect(say(false, true)).toBe("unhealthy");
    expect(say(true)).toBe("healthy");
  });

  test("healthy only where no node disagrees; a node forwards by its own view", () => {
    serving();
    probe("127.0.1.10:6443", true);
    for (const _twice of [1, 2]) probe("127.0.1.10:6443", false, "refused", ["us-east-1b"]);
    expect(health()[0]).toBe("127.0.1.10:6443 unhealthy Target.FailedHealthChecks");
    const views = bench.emulator
      .dataPlane(bench.context)
      .map(({ key, zone }) => [zone, bench.emulator.isHealthy(key, "127.0.1.10:6443", bench.context)]);
    expect(views).toEqual([
      ["us-east-1a", true],
      ["us-east-1b", false],
      ["us-east-1c", true],
    ]);
  });

  test("a zone that is not enabled leaves its target unused", () => {
    makeListener(bench, makeBalancer(bench), group);
    const other = { ...target(1, "127.0.4.10"), ...target(2, "127.0.5.5") };
    register(other);
    bench.now += 2000;
    expect(health()).toEqual([
      "127.0.4.10:6443 initial Elb.InitialHealthChecking",
      "127.0.5.5:6443 unused Target.NotInUse",
    ]);
  });

  test("the address of a load balancer node cannot be a target", () => {
    serving();
    register(target(1, "127.0.1.4"));
    expect(health()).toContain("127.0.1.4:6443 unused Target.IpUnusable");
  });

  test("a stopped instance is unused, and probed again once it runs", () => {
    const arn = makeGroup(bench, { Name: "byid", TargetType: "instance" });
    makeListener(bench, makeBalancer(bench), arn);
    register(target(1, "i-00000000000000001"), arn);
    bench.now += 2000;
    const [first, ...rest] = WORLD.instances;
    if (first === undefined) throw new Error("world");
    bench.world = { ...WORLD, instances: [{ ...first, state: "stopped" }, ...rest] };
    expect(health(arn)).toEqual(["i-00000000000000001:6443 unused Target.InvalidState"]);
    expect(bench.emulator.dataPlane(bench.context)[0]?.backends).toEqual([]);
    bench.world = WORLD;
    expect(health(arn)).toEqual(["i-00000000000000001:6443 initial Elb.InitialHealthChecking"]);
  });

  test("draining for the deregistration delay, then gone; registered again it starts anew", () => {
    serving();
    probe("127.0.1.10:6443", true);
    bench.call("ModifyTargetGroupAttributes", {
      TargetGroupArn: group,
      ...keyed("Attributes", { "deregistration_delay.timeout_seconds": "30" }),
    });
    deregister(target(1, "127.0.1.10"));
    expect(health()[0]).toBe("127.0.1.10:6443 draining Target.DeregistrationInProgress");
    expect(bench.emulator.dataPlane(bench.context)[0]?.backends.map(({ address }) => address)).toEqual([
      "127.0.2.10",
      "127.0.3.10",
    ]);
    bench.now += 29_999;
    expect(health()).toHaveLength(3);
    bench.now += 1;
    expect(health()).toHaveLength(2);
    deregister(target(1, "127.0.2.10"));
    register(target(1, "127.0.2.10"));
    expect(health()[0]).toBe("127.0.2.10:6443 initial Elb.RegistrationInProgress");
  });

  test("unhealthy.draining while connections to unhealthy targets are let live", () => {
    serving();
    bench.call("ModifyTargetGroupAttributes", {
      TargetGroupArn: group,
      ...keyed("Attributes", {
        "target_health_state.unhealthy.connection_termination.enabled": "false",
        "target_health_state.unhealthy.draining_interval_seconds": "300",
      }),
    });
    for (const _twice of [1, 2]) probe("127.0.1.10:6443", false);
    expect(health()[0]).toBe("127.0.1.10:6443 unhealthy.draining Target.FailedHealthChecks");
    bench.now += 300_000;
    expect(health()[0]).toBe("127.0.1.10:6443 unhealthy Target.FailedHealthChecks");
  });

  test("a zone that was removed and enabled again has forgotten what its node saw", () => {
    serving();
    const [balancer] = bench.state.loadBalancers;
    for (const _twice of [1, 2]) probe("127.0.1.10:6443", false, "refused", ["us-east-1b"]);
    probe("127.0.1.10:6443", true, undefined, ["us-east-1a", "us-east-1c"]);
    const set = (...subnets: string[]) =>
      bench.call("SetSubnets", {
        LoadBalancerArn: balancer?.arn ?? "",
        ...Object.fromEntries(subnets.map((id, n) => [`Subnets.member.${n + 1}`, id])),
      });
    expect(health()[0]).toContain("unhealthy");
    set("subnet-a", "subnet-c");
    set("subnet-a", "subnet-b", "subnet-c");
    expect(health()[0]).toBe("127.0.1.10:6443 healthy");
  });

  test("outcomes of probes that nobody waits for any more change nothing", () => {
    serving();
    const before = structuredClone(bench.state);
    bench.emulator.probed(
      { listenerKey: "gone@eni-0", backendKey: "127.0.1.10:6443", at: 0, ok: true },
      bench.context,
    );
    const [socket] = bench.emulator.dataPlane(bench.context);
    bench.emulator.probed(
      { listenerKey: socket?.key ?? "", backendKey: "9.9.9.9:1", at: 0, ok: true },
      bench.context,
    );
    expect(bench.state).toEqual(before);
  });
});

test("the probe state machine holds no more than it needs", () => {
  const thresholds = { healthy: 2, unhealthy: 3 };
  let view = takeProbe(undefined, { ok: false, timeout: true, at: 1 }, thresholds);
  expect(view).toEqual({ streak: 1, reason: "Target.Timeout" });
  view = takeProbe(view, { ok: false, timeout: false, at: 2 }, thresholds);
  view = takeProbe(view, { ok: false, timeout: false, at: 3 }, thresholds);
  expect(view).toEqual({
    healthy: false,
    streak: 0,
    reason: "Target.FailedHealthChecks",
    unhealthySinceMs: 3,
  });
  view = takeProbe(view, { ok: true, timeout: false, at: 4 }, thresholds);
  expect(takeProbe(view, { ok: true, timeout: false, at: 5 }, thresholds)).toEqual({
    healthy: true,
    streak: 0,
  });
});
