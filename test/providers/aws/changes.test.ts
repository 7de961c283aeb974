import { describe, expect, it } from "vitest";
import { driver } from "../../../providers/aws/driver.ts";
import type { Spec, SpecInput } from "../../../src/core/spec.ts";
import { connect, openCloud, type Sent, writes } from "./cloud.ts";
import { apply, planFor } from "./run.ts";
import { MASTERS, specWith } from "./spec.ts";

/** What a run from one spec to another writes; the second is settled then, on the same load balancer. */
async function change(from: Spec, to: Spec, more: { replace?: boolean } = {}): Promise<readonly Sent[]> {
  const kit = await openCloud();
  await apply(await connect(kit), from);
  const connection = await connect(kit);
  await apply(connection, to, more);
  const again = await connect(kit);
  expect((await planFor(again, to)).steps).toEqual([]);
  expect(writes(again)).toEqual([]);
  return writes(connection);
}

const inputs = (sent: readonly Sent[], action: string) =>
  sent.flatMap((each) => (each.action === action ? [each.input] : []));

describe("attributes are compared key by key", () => {
  it("one that changed is sent alone; the others keep their values", async () => {
    const sent = await change(specWith(), specWith({ drainSeconds: 30 }));
    expect(sent).toHaveLength(1);
    expect(inputs(sent, "ModifyTargetGroupAttributes")[0]?.["Attributes"]).toEqual([
      { Key: "deregistration_delay.timeout_seconds", Value: "30" },
    ]);
  });

  it("those that the spec does not speak of are left as they are", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const other = await connect(kit);
    const { resources } = await driver.observe(other, { name: "prod-api" });
    const arn = (kind: string) => resources.find((each) => each.kind === kind)?.outputs["id"] ?? "";
    const Attributes = [{ Key: "access_logs.s3.prefix", Value: "somebody's" }];
    await other.send(
      "ModifyLoadBalancerAttributes",
      { LoadBalancerArn: arn("load-balancer"), Attributes },
      undefined,
    );
    const minimum = {
      Key: "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
      Value: "2",
    };
    await other.send(
      "ModifyTargetGroupAttributes",
      { TargetGroupArn: arn("target-group"), Attributes: [minimum] },
      undefined,
    );
    await other.send(
      "AddTags",
      { ResourceArns: [arn("load-balancer")], Tags: [{ Key: "cost-centre", Value: "7" }] },
      undefined,
    );
    expect((await planFor(await connect(kit), specWith())).steps).toEqual([]);
    await apply(await connect(kit), specWith({ crossZone: true, drainSeconds: 1, tags: { a: "b" } }));
    const after = await driver.observe(await connect(kit), { name: "prod-api" });
    const props = (kind: string) => after.resources.find((each) => each.kind === kind)?.props;
    expect(props("load-balancer")).toMatchObject({
      attributes: { "access_logs.s3.prefix": "somebody's", "load_balancing.cross_zone.enabled": "true" },
      tags: { "cost-centre": "7", a: "b" },
    });
    expect(props("target-group")).toMatchObject({ attributes: { [minimum.Key]: "2" } });
  });

  it("one that drifted is put right, and nothing else", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const other = await connect(kit);
    const { resources } = await driver.observe(other, { name: "prod-api" });
    const group = resources.find((each) => each.kind === "target-group")?.outputs["id"] ?? "";
    const drift = { Key: "preserve_client_ip.enabled", Value: "true" };
    await other.send(
      "ModifyTargetGroupAttributes",
      { TargetGroupArn: group, Attributes: [drift] },
      undefined,
    );
    const connection = await connect(kit);
    await apply(connection, specWith());
    expect(writes(connection)).toEqual([
      {
        action: "ModifyTargetGroupAttributes",
        input: { TargetGroupArn: group, Attributes: [{ ...drift, Value: "false" }] },
      },
    ]);
  });
});

describe("targets", () => {
  const ids = (input: Sent["input"] | undefined) =>
    ((input?.["Targets"] ?? []) as { Id: string; Port: number }[]).map(({ Id, Port }) => `${Id}:${Port}`);

  it("are registered before others are deregistered, each in one call", async () => {
    const masters = [MASTERS[0], { name: "m4", address: "10.0.1.12" }] as SpecInput["masters"];
    const sent = await change(specWith(), specWith({ masters }));
    expect(sent.map(({ action }) => action)).toEqual(["RegisterTargets", "DeregisterTargets"]);
    expect(ids(sent[0]?.input)).toEqual(["10.0.1.12:6443"]);
    expect(ids(sent[1]?.input).sort()).toEqual(["10.0.2.11:6443", "10.0.3.11:6443"]);
  });

  it("are exchanged when their port changes, by id and port", async () => {
    const masters = MASTERS.map((master) => ({ ...master, port: 7443 }));
    const sent = await change(specWith(), specWith({ masters }));
    expect(ids(inputs(sent, "RegisterTargets")[0])).toContain("10.0.1.11:7443");
    expect(ids(inputs(sent, "DeregisterTargets")[0])).toContain("10.0.1.11:6443");
  });

  it("that somebody deregistered come back, and ones that somebody registered go", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const other = await connect(kit);
    const { resources } = await driver.observe(other, { name: "prod-api" });
    const TargetGroupArn = resources.find((each) => each.kind === "target-group")?.outputs["id"] ?? "";
    await other.send(
      "DeregisterTargets",
      { TargetGroupArn, Targets: [{ Id: "10.0.1.11", Port: 6443 }] },
      undefined,
    );
    await other.send(
      "RegisterTargets",
      { TargetGroupArn, Targets: [{ Id: "10.0.1.77", Port: 1 }] },
      undefined,
    );
    const connection = await connect(kit);
    await apply(connection, specWith());
    expect(writes(connection).map(({ action, input }) => [action, ids(input)])).toEqual([
      ["RegisterTargets", ["10.0.1.11:6443"]],
      ["DeregisterTargets", ["10.0.1.77:1"]],
    ]);
  });

  it("in another zone than the spec says are told, not registered over and over", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const masters = MASTERS.map((master, n) => (n === 0 ? { ...master, zone: "eu-central-1c" } : master));
    const connection = await connect(kit);
    await expect(apply(connection, specWith({ masters }))).rejects.toThrow(
      /10\.0\.1\.11:6443 lies in eu-central-1a, not in eu-central-1c/,
    );
    expect(writes(connection)).toEqual([]);
  });
});

/** Title, the two specs' differences, the calls that it takes. */
const IN_PLACE: readonly [string, Partial<SpecInput>, Partial<SpecInput>, readonly string[]][] = [
  ["the health check", {}, { healthCheck: { path: "/readyz", intervalSeconds: 30 } }, ["ModifyTargetGroup"]],
  ["the check's protocol", { healthCheck: { protocol: "tcp" } }, {}, ["ModifyTargetGroup"]],
  ["no path any more", {}, { healthCheck: { protocol: "tcp" } }, ["ModifyTargetGroup"]],
  ["client addresses", {}, { clientAddress: "preserve" }, ["ModifyTargetGroupAttributes"]],
  ["a subnet more", { subnets: [{ id: "subnet-1" }] }, {}, ["SetSubnets"]],
  ["a subnet less", {}, { subnets: [{ id: "subnet-1" }] }, ["SetSubnets"]],
  ["security groups", { securityGroups: ["sg-1"] }, { securityGroups: ["sg-2"] }, ["SetSecurityGroups"]],
  ["their order only", { securityGroups: ["sg-1", "sg-2"] }, { securityGroups: ["sg-2", "sg-1"] }, []],
  ["a tag", {}, { tags: { a: "b" } }, ["AddTags", "AddTags", "AddTags"]],
  ["the idle timeout back to the default", { idleTimeoutSeconds: 60 }, {}, ["ModifyListenerAttributes"]],
  ["the listener's port", {}, { port: 443 }, ["CreateListener", "DeleteListener"]],
];

describe("other changes", () => {
  it.each(IN_PLACE)("%s", async (_title, from, to, calls) => {
    const sent = await change(specWith(from), specWith(to));
    expect(sent.map(({ action }) => action)).toEqual(calls);
  });

  it.each([
    [
      "the scheme",
      {},
      { scheme: "internet-facing" },
      /the scheme is fixed when the load balancer is created/,
    ],
    ["a first security group", {}, { securityGroups: ["sg-1"] }, /can never have one/],
    ["the last security group gone", { securityGroups: ["sg-1"] }, {}, /must keep one/],
    ["the target type", {}, { options: { targetType: "instance" } }, /the target type is fixed/],
  ] as const)("%s replaces, only when told to", async (_title, from, to, reason) => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith(from as Partial<SpecInput>));
    const before = kit.log.length;
    const wish = specWith(to as Partial<SpecInput>);
    await expect(planFor(await connect(kit), wish)).rejects.toThrow(reason);
    expect(kit.log.slice(before).filter(({ write }) => write)).toEqual([]);
    await apply(await connect(kit), wish, { replace: true });
    expect((await planFor(await connect(kit), wish)).steps).toEqual([]);
  });

  it("an address inside a subnet is refused with the way to get it", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const subnets = [{ id: "subnet-1", address: "10.0.1.99" }, { id: "subnet-2" }, { id: "subnet-3" }];
    await expect(apply(await connect(kit), specWith({ subnets }))).rejects.toMatchObject({
      fault: "input",
      hint: { en: expect.stringMatching(/take the subnet out, run again/) },
    });
  });
});
