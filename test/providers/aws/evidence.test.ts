import { expect, it } from "vitest";
import { driver } from "../../../providers/aws/driver.ts";
import { recognise } from "../../../providers/aws/recognise.ts";
import { topology } from "../../../providers/aws/topology.ts";
import type { Spec } from "../../../src/core/spec.ts";
import { fold, knownValue, type Topology } from "../../../src/core/topology.ts";
import { connect, openCloud } from "./cloud.ts";
import { apply } from "./run.ts";
import { specWith } from "./spec.ts";

/** What `aws elbv2` would print for one load balancer: the members of each answer, without the SDK's own. */
async function printed(connection: Awaited<ReturnType<typeof connect>>, name: string): Promise<unknown> {
  const { send } = connection;
  const balancers = await send("DescribeLoadBalancers", { Names: [name] }, undefined);
  const LoadBalancerArn = balancers.LoadBalancers?.[0]?.LoadBalancerArn;
  const groups = await send("DescribeTargetGroups", { LoadBalancerArn }, undefined);
  const TargetGroupArn = groups.TargetGroups?.[0]?.TargetGroupArn;
  const listeners = await send("DescribeListeners", { LoadBalancerArn }, undefined);
  const ListenerArn = listeners.Listeners?.[0]?.ListenerArn;
  const answers = [
    balancers,
    groups,
    listeners,
    await send("DescribeLoadBalancerAttributes", { LoadBalancerArn }, undefined),
    await send("DescribeTargetGroupAttributes", { TargetGroupArn }, undefined),
    await send("DescribeListenerAttributes", { ListenerArn }, undefined),
    await send("DescribeTargetHealth", { TargetGroupArn }, undefined),
  ];
  return JSON.parse(JSON.stringify(answers.map(({ $metadata: _, ...members }) => members)));
}

/** What the doctor judges by; health is known from answers only, zones of instances from nowhere. */
function judgedBy(facts: Topology) {
  const [balancer = ""] = facts.subjects.balancer.keys();
  const [listener = ""] = facts.subjects.listener.keys();
  const of = <F extends "model" | "scheme" | "names" | "securityGroups" | "addresses">(fact: F) =>
    knownValue(facts, "balancer", balancer, fact);
  return {
    balancer,
    listener,
    model: of("model"),
    scheme: of("scheme"),
    names: of("names"),
    securityGroups: of("securityGroups"),
    addresses: of("addresses"),
    settings: {
      ...knownValue(facts, "balancer", balancer, "settings"),
      ...knownValue(facts, "listener", listener, "settings"),
    },
    idle: knownValue(facts, "listener", listener, "idleTimeoutSeconds"),
    healthCheck: knownValue(facts, "listener", listener, "healthCheck"),
    backends: knownValue(facts, "listener", listener, "backends")
      ?.map(({ health: _, ...backend }) => backend)
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  };
}

const CASES: readonly [string, Spec][] = [
  ["the defaults", specWith()],
  ["client addresses kept", specWith({ clientAddress: "preserve", crossZone: true })],
  ["instances", specWith({ options: { targetType: "instance" }, securityGroups: ["sg-2", "sg-1"] })],
  [
    "other settings",
    specWith({
      port: 443,
      subnets: [{ id: "subnet-1", address: "10.0.1.200" }],
      idleTimeoutSeconds: 600,
      healthCheck: {
        protocol: "http",
        port: 6440,
        path: "/readyz",
        codes: "200,204-206",
        intervalSeconds: 30,
      },
    }),
  ],
  ["a TCP check", specWith({ healthCheck: { protocol: "tcp" } })],
];

it.each(CASES)(
  "%s: printed answers and observed resources say the same to the doctor",
  async (_title, spec) => {
    const connection = await connect(await openCloud());
    await apply(connection, spec);
    const observed = await driver.observe(connection, { name: spec.name });
    const live = fold(topology({ name: spec.name, resources: observed.resources }, observed));
    const value = await printed(connection, spec.name);
    const read = fold(recognise({ value, source: "nlb.json" }) ?? []);
    expect(judgedBy(read)).toEqual(judgedBy(live));
    expect(judgedBy(read).backends).toHaveLength(spec.masters.length);
    // Both together are no contradiction.
    const both = fold([
      ...(recognise({ value, source: "nlb.json" }) ?? []),
      ...topology({ name: spec.name, resources: observed.resources }, observed),
    ]);
    expect(judgedBy(both).settings).toEqual(judgedBy(live).settings);
  },
);
