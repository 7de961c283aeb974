import { describe, expect, it } from "vitest";
import { driver } from "../../../providers/aws/driver.ts";
import { ownershipOf } from "../../../providers/aws/ownership.ts";
import type { RunningKit } from "../../../src/emulator/start.ts";
import { connect, openCloud, writes } from "./cloud.ts";
import { apply, carryOut, planFor } from "./run.ts";
import { specWith } from "./spec.ts";

const NAME = "prod-api";
const pair = (Key: string, Value: string) => ({ Key, Value });

/** Somebody else's load balancer of the same name, which is what the spec would make, but for its tags. */
async function foreignBalancer(kit: RunningKit, tags: readonly { Key: string; Value: string }[] = []) {
  const other = await connect(kit);
  const made = await other.send(
    "CreateLoadBalancer",
    {
      Name: NAME,
      Type: "network",
      Scheme: "internal",
      IpAddressType: "ipv4",
      Subnets: ["subnet-1", "subnet-2", "subnet-3"],
      ...(tags.length > 0 ? { Tags: [...tags] } : {}),
    },
    undefined,
  );
  return made.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
}

const tagsOf = async (kit: RunningKit, arn: string) =>
  (await (await connect(kit)).send("DescribeTags", { ResourceArns: [arn] }, undefined)).TagDescriptions?.[0]
    ?.Tags;

describe("a load balancer of the same name without our tag", () => {
  it("is refused before anything is written, and taken over by --adopt, tag first", async () => {
    const kit = await openCloud();
    const arn = await foreignBalancer(kit, [pair("team", "web")]);
    const refused = await connect(kit);
    await expect(apply(refused, specWith())).rejects.toThrow(/^not-ours: arn:.* does not carry the tag/);
    expect(writes(refused)).toEqual([]);
    const adopting = await connect(kit);
    await apply(adopting, specWith(), { adopt: true });
    expect(writes(adopting)[0]).toEqual({
      action: "AddTags",
      input: { ResourceArns: [arn], Tags: [pair("slbctl/name", NAME)] },
    });
    expect(await tagsOf(kit, arn)).toEqual(expect.arrayContaining([pair("team", "web")]));
    expect((await planFor(await connect(kit), specWith())).steps).toEqual([]);
  });

  it("that appears after the plan was made is noticed, though AWS answers as if it had just been made", async () => {
    const kit = await openCloud({ timing: { provisioningMs: 0 } });
    const connection = await connect(kit);
    const plan = await planFor(connection, specWith());
    const arn = await foreignBalancer(kit);
    const report = await carryOut(connection, plan);
    expect(report.failed?.error).toMatchObject({ fault: "conflict" });
    expect(report.failed?.error.message).toMatch(/made by somebody else since the plan was made/);
    // AWS was asked to create, gave the existing one, and nothing of it was changed.
    expect(writes(connection).map(({ action }) => action)).toEqual(["CreateLoadBalancer"]);
    expect(await tagsOf(kit, arn)).toEqual([]);
  });

  it("with other settings is a conflict that names the way out", async () => {
    const kit = await openCloud();
    const connection = await connect(kit);
    const plan = await planFor(connection, specWith({ crossZone: true, securityGroups: ["sg-1"] }));
    await foreignBalancer(kit);
    const report = await carryOut(connection, plan);
    expect(report.failed?.error).toMatchObject({
      fault: "conflict",
      wireCode: "DuplicateLoadBalancerName",
      hint: { en: expect.stringMatching(/choose another name/) },
    });
  });

  it("a run of our own that was faster is met, not refused", async () => {
    const kit = await openCloud({ timing: { provisioningMs: 0 } });
    const [first, second] = [await connect(kit), await connect(kit)];
    const plan = await planFor(first, specWith());
    await apply(second, specWith());
    expect((await carryOut(first, plan)).failed).toBeUndefined();
    expect((await planFor(await connect(kit), specWith())).steps).toEqual([]);
    const { resources } = await driver.observe(await connect(kit), { name: NAME });
    expect(resources.map(({ id }) => id)).toEqual([
      "target-group",
      "targets",
      "load-balancer",
      "listener/6443",
    ]);
  });
});

describe("what belongs to others", () => {
  it.each([
    ["the AWS Load Balancer Controller", "elbv2.k8s.aws/cluster", "prod"],
    ["the cloud provider", "kubernetes.io/cluster/prod", "owned"],
    ["the cloud provider's Service", "kubernetes.io/service-name", "web/api"],
    ["the controller's Service", "service.k8s.aws/stack", "web/api"],
    ["another slbctl name", "slbctl/name", "staging"],
  ])("%s: refused also with --adopt, told by its tag", async (_title, key, value) => {
    const kit = await openCloud();
    const arn = await foreignBalancer(kit, [pair(key, value)]);
    const connection = await connect(kit);
    await expect(apply(connection, specWith(), { adopt: true })).rejects.toThrow(
      `(${key === "slbctl/name" ? "" : "tag "}${key}`,
    );
    // A deletion passes it by.
    expect((await apply(connection, undefined)).done).toEqual([]);
    expect(writes(connection)).toEqual([]);
    expect(await tagsOf(kit, arn)).toEqual([pair(key, value)]);
  });

  it("a controller's tag counts more than ours", () => {
    const tags = { "slbctl/name": NAME, "kubernetes.io/cluster/prod": "owned" };
    expect(ownershipOf(NAME, tags)).toEqual({
      ownership: "foreign",
      owner: "tag kubernetes.io/cluster/prod",
    });
    expect(ownershipOf(NAME, { "slbctl/name": NAME, team: "x" })).toEqual({ ownership: "ours" });
    expect(ownershipOf(NAME, { team: "x" })).toEqual({ ownership: "adoptable" });
  });

  it("an untagged listener beside ours is left alone while the load balancer lives", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const other = await connect(kit);
    const { resources } = await driver.observe(other, { name: NAME });
    const arn = (kind: string) => resources.find((each) => each.kind === kind)?.outputs["id"] ?? "";
    const group = await other.send(
      "CreateTargetGroup",
      { Name: "theirs", Protocol: "TCP", Port: 80, VpcId: "vpc-1", TargetType: "ip" },
      undefined,
    );
    const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? "";
    await other.send(
      "CreateListener",
      {
        LoadBalancerArn: arn("load-balancer"),
        Port: 80,
        Protocol: "TCP",
        DefaultActions: [{ Type: "forward", TargetGroupArn }],
      },
      undefined,
    );
    expect((await planFor(await connect(kit), specWith())).steps).toEqual([]);
    const status = await driver.status(other, await driver.observe(other, { name: NAME }));
    expect(status.listeners.map(({ port }) => port)).toEqual([6443]);
  });
});

it("a target group that a killed run left behind is found by its name and tag, and deleted", async () => {
  const kit = await openCloud();
  const first = await connect(kit);
  await apply(first, specWith());
  const { resources } = await driver.observe(first, { name: NAME });
  const LoadBalancerArn = resources.find(({ kind }) => kind === "load-balancer")?.outputs["id"] ?? "";
  await first.send("DeleteLoadBalancer", { LoadBalancerArn }, undefined);
  const connection = await connect(kit);
  const { done } = await apply(connection, undefined);
  expect(done.map(({ action, id }) => `${action} ${id}`)).toEqual(["delete target-group"]);
  expect((await driver.observe(await connect(kit), { name: NAME })).resources).toEqual([]);
});
