import { describe, expect, it } from "vitest";
import { driver } from "../../../providers/aws/driver.ts";
import type { Spec } from "../../../src/core/spec.ts";
import { actions, connect, openCloud, writes } from "./cloud.ts";
import { apply, planFor } from "./run.ts";
import { MASTERS, specWith } from "./spec.ts";

/** Specs that an NLB takes, each with what it adds to the five writes. */
const CASES: readonly [string, Spec, readonly string[]][] = [
  ["the defaults", specWith(), []],
  ["a TCP check", specWith({ healthCheck: { protocol: "tcp" } }), []],
  ["instances", specWith({ options: { targetType: "instance" } }), []],
  ["client addresses kept", specWith({ clientAddress: "preserve" }), []],
  ["ports that differ", specWith({ masters: MASTERS.map((m, n) => ({ ...m, port: 6443 + n })) }), []],
  ["a master outside the VPC", specWith({ masters: [{ name: "m", address: "10.9.0.1", zone: "all" }] }), []],
  ["cross-zone", specWith({ crossZone: true }), ["ModifyLoadBalancerAttributes"]],
  ["an idle timeout", specWith({ idleTimeoutSeconds: 600 }), ["ModifyListenerAttributes"]],
  [
    "everything at once",
    specWith({
      scheme: "internal",
      vpcId: "vpc-1",
      subnets: [{ id: "subnet-1", address: "10.0.1.200", zone: "eu-central-1a" }, { id: "subnet-2" }],
      port: 443,
      securityGroups: ["sg-2", "sg-1"],
      healthCheck: {
        path: "/readyz",
        port: 6440,
        protocol: "http",
        codes: "200-399",
        intervalSeconds: 30,
        timeoutSeconds: 20,
        healthyThreshold: 3,
        unhealthyThreshold: 4,
      },
      crossZone: true,
      idleTimeoutSeconds: 6000,
      drainSeconds: 0,
      deletionProtection: true,
      tags: { team: "infra", empty: "", "weird key": "a/b=c+d@e" },
      options: {
        dnsRecordClientRoutingPolicy: "availability_zone_affinity",
        unhealthyConnectionTermination: false,
        deregistrationConnectionTermination: true,
      },
    }),
    ["ModifyLoadBalancerAttributes", "ModifyListenerAttributes"],
  ],
];

const FIVE = [
  "CreateLoadBalancer",
  "CreateTargetGroup",
  "ModifyTargetGroupAttributes",
  "RegisterTargets",
  "CreateListener",
];

describe("create", () => {
  it("looks twice, then makes the load balancer first, which says in which VPC it is: no EC2 call", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    expect(actions(kit.log).slice(0, 2).sort()).toEqual(["DescribeLoadBalancers", "DescribeTargetGroups"]);
    expect(actions(kit.log).slice(2)).toEqual(FIVE);
  });

  it.each(CASES)("%s: observed as wished, and a second run writes nothing", async (_title, spec, more) => {
    const kit = await openCloud();
    const first = await connect(kit);
    await apply(first, spec);
    const wrote = writes(first).map(({ action }) => action);
    expect([...wrote].sort()).toEqual([...FIVE, ...more].sort());
    const second = await connect(kit);
    expect((await apply(second, spec)).done).toEqual([]);
    expect(writes(second)).toEqual([]);
    expect(kit.log.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it("always says whether client addresses are kept, and never relies on a default for it", async () => {
    for (const targetType of ["ip", "instance"]) {
      const connection = await connect(await openCloud());
      await apply(connection, specWith({ options: { targetType } }));
      expect(
        writes(connection).find(({ action }) => action === "ModifyTargetGroupAttributes")?.input,
      ).toMatchObject({ Attributes: [{ Key: "preserve_client_ip.enabled", Value: "false" }] });
    }
  });

  it("tags each of the three in the call that makes it", async () => {
    const connection = await connect(await openCloud());
    await apply(connection, specWith({ tags: { team: "infra" } }));
    for (const { input } of writes(connection).filter(({ action }) => action.startsWith("Create")))
      expect(input["Tags"]).toEqual([
        { Key: "team", Value: "infra" },
        { Key: "slbctl/name", Value: "prod-api" },
      ]);
  });

  it("says which subnet lies elsewhere than the spec says", async () => {
    const kit = await openCloud();
    const spec = specWith({ subnets: [{ id: "subnet-1", zone: "eu-central-1b" }] });
    const told = /subnet subnet-1 lies in eu-central-1a, not in eu-central-1b/;
    await expect(apply(await connect(kit), spec)).rejects.toThrow(told);
    await expect(apply(await connect(kit), spec)).rejects.toThrow(told);
  });
});

describe("delete", () => {
  it("takes the load balancer, which takes its listeners along, then the target group with its targets", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const connection = await connect(kit);
    await apply(connection, undefined);
    expect(writes(connection).map(({ action }) => action)).toEqual([
      "DeleteLoadBalancer",
      "DeleteTargetGroup",
    ]);
    expect(await driver.observe(await connect(kit), { name: "prod-api" })).toEqual({
      resources: [],
      gaps: [],
    });
  });

  it("does not begin while deletion protection is on, and goes on once it is off", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith({ deletionProtection: true }));
    const before = kit.log.length;
    await expect(planFor(await connect(kit), undefined)).rejects.toThrow(
      /^protected: .* deletion protection/,
    );
    // The same for a replacement.
    const public_ = specWith({ deletionProtection: true, scheme: "internet-facing" });
    await expect(planFor(await connect(kit), public_, { replace: true })).rejects.toThrow(/^protected/);
    expect(kit.log.slice(before).filter(({ write }) => write)).toEqual([]);
    await apply(await connect(kit), specWith());
    await apply(await connect(kit), undefined);
    expect((await driver.observe(await connect(kit), { name: "prod-api" })).resources).toEqual([]);
  });

  it("waits for a target group that was let go of a moment ago", async () => {
    const kit = await openCloud({ timing: { consistencyDelayMs: 150 } });
    await apply(await connect(kit, { waitMs: 60 }), specWith());
    await new Promise((resolve) => setTimeout(resolve, 200));
    const connection = await connect(kit, { waitMs: 60 });
    await apply(connection, undefined);
    expect(kit.log.filter(({ errorCode }) => errorCode === "ResourceInUse").length).toBeGreaterThan(0);
    expect(connection.waitsMs.length).toBeGreaterThan(0);
  });
});
