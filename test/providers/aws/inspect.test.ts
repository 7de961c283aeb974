import { describe, expect, it } from "vitest";
import { inspect } from "../../../providers/aws/inspect.ts";
import { fold, idsOf, knownValue } from "../../../src/core/topology.ts";
import { connect, openCloud, writes } from "./cloud.ts";
import { apply } from "./run.ts";
import { specWith } from "./spec.ts";

const NAME = "prod-api";

describe("one load balancer, read for the doctor", () => {
  it("by name, ARN and DNS name, with listeners, backends, attributes and health", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const connection = await connect(kit);
    const byName = await inspect(connection, NAME);
    const topology = fold(byName ?? []);
    const [arn = ""] = idsOf(topology, "balancer");
    expect(arn).toMatch(/^arn:aws:elasticloadbalancing:.*loadbalancer\/net\/prod-api\//);
    expect(knownValue(topology, "balancer", arn, "model")).toBe("aws/nlb");
    const [listener = ""] = idsOf(topology, "listener");
    expect(knownValue(topology, "listener", listener, "port")).toBe(6443);
    expect(knownValue(topology, "listener", listener, "backends")).toHaveLength(3);
    expect(knownValue(topology, "listener", listener, "healthCheck")).toMatchObject({
      protocol: "https",
      port: 6443,
    });
    expect(knownValue(topology, "listener", listener, "idleTimeoutSeconds")).toBe(350);
    const settings = {
      ...knownValue(topology, "balancer", arn, "settings"),
      ...knownValue(topology, "listener", listener, "settings"),
    };
    expect(settings).toMatchObject({ preserveClientIp: false, protocol: "TCP" });
    const [dnsName = ""] = knownValue(topology, "balancer", arn, "names") ?? [];
    expect(await inspect(connection, arn)).toEqual(byName);
    expect(await inspect(connection, dnsName.toUpperCase())).toEqual(byName);
    expect(writes(connection)).toEqual([]);
  });

  it("also one that somebody else made, with two listeners, each with its own group", async () => {
    const kit = await openCloud();
    const other = await connect(kit);
    const made = await other.send(
      "CreateLoadBalancer",
      {
        Name: "theirs",
        Type: "network",
        Scheme: "internal",
        IpAddressType: "ipv4",
        SubnetMappings: [{ SubnetId: "subnet-1", PrivateIPv4Address: "10.0.1.200" }],
      },
      undefined,
    );
    const LoadBalancerArn = made.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    for (const [name, TargetType, port] of [
      ["api", "ip", 6443],
      ["web", "instance", 443],
    ] as const) {
      const group = await other.send(
        "CreateTargetGroup",
        { Name: name, Protocol: "TCP", Port: port, VpcId: "vpc-1", TargetType },
        undefined,
      );
      const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? "";
      const Id = TargetType === "ip" ? "10.0.1.11" : "i-00000000000000002";
      await other.send("RegisterTargets", { TargetGroupArn, Targets: [{ Id, Port: port }] }, undefined);
      await other.send(
        "CreateListener",
        {
          LoadBalancerArn,
          Protocol: "TCP",
          Port: port,
          DefaultActions: [{ Type: "forward", TargetGroupArn }],
        },
        undefined,
      );
    }
    const topology = fold((await inspect(await connect(kit), "10.0.1.200")) ?? []);
    const facts = idsOf(topology, "listener").map((id) => [
      knownValue(topology, "listener", id, "port"),
      knownValue(topology, "listener", id, "backends")?.map(
        ({ address, instanceId }) => address ?? instanceId,
      ),
      knownValue(topology, "listener", id, "settings")?.["preserveClientIp"],
    ]);
    expect(facts.sort()).toEqual([
      [443, ["i-00000000000000002"], true],
      [6443, ["10.0.1.11"], false],
    ]);
  });

  it("nothing where there is none", async () => {
    const connection = await connect(await openCloud());
    for (const lb of ["absent", "10.9.9.9", "absent-1.elb.us-east-1.amazonaws.com"])
      expect(await inspect(connection, lb)).toBeUndefined();
  });
});
