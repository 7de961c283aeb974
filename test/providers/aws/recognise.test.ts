import { describe, expect, it } from "vitest";
import { recognise, together } from "../../../providers/aws/recognise.ts";
import { factOf, fold, idsOf, knownValue } from "../../../src/core/topology.ts";
import {
  everything,
  LB,
  listeners,
  loadBalancers,
  TG,
  targetGroupAttributes,
  targetGroups,
  targetHealth,
} from "./answers.ts";

const LISTENER = `${LB}/6443`;
const observe = (value: unknown, source = "nlb.json") => [...(recognise({ value, source }) ?? [])];
const read = (...values: unknown[]) => fold(values.flatMap((value, n) => observe(value, `${n}.json`)));
const readTogether = (values: readonly unknown[]) =>
  fold(together(values.map((value, n) => ({ value, source: `${n}.json` }))));

describe("all answers in one list", () => {
  const topology = read(everything);
  const balancer = <F extends "addresses" | "settings">(fact: F) =>
    knownValue(topology, "balancer", LB, fact);
  const listener = <F extends "settings" | "backends" | "healthCheck" | "idleTimeoutSeconds">(fact: F) =>
    knownValue(topology, "listener", LISTENER, fact);

  it("describes the load balancer", () => {
    expect(idsOf(topology, "balancer")).toEqual([LB]);
    expect(knownValue(topology, "balancer", LB, "model")).toBe("aws/nlb");
    expect(knownValue(topology, "balancer", LB, "scheme")).toBe("internal");
    expect(knownValue(topology, "balancer", LB, "names")).toEqual([loadBalancers.LoadBalancers[0]?.DNSName]);
    expect(knownValue(topology, "balancer", LB, "securityGroups")).toEqual(["sg-1", "sg-2"]);
    expect(balancer("settings")).toEqual({ crossZone: true, securityGroupsFixedAtCreation: true });
    // An address that AWS chose is not shown by the API: a placeholder keeps its zone.
    expect(balancer("addresses")).toEqual([
      { address: "(address in eu-central-1b)", zone: "eu-central-1b", subnet: "subnet-2" },
      { address: "10.0.1.5", zone: "eu-central-1a", subnet: "subnet-1" },
    ]);
  });

  it("describes the listener by its target group", () => {
    expect(listener("settings")).toEqual({
      protocol: "TCP",
      targetType: "instance",
      preserveClientIp: true,
    });
    expect(listener("idleTimeoutSeconds")).toBe(600);
    expect(listener("backends")?.map(({ instanceId, health }) => [instanceId, health])).toEqual([
      ["i-0aaa", "healthy"],
      ["i-0bbb", "unhealthy"],
      ["i-0ddd", "unhealthy"],
      ["i-0eee", "unknown"],
    ]);
    expect(listener("healthCheck")).toEqual({
      protocol: "https",
      port: 6443,
      path: "/readyz",
      codes: [
        [200, 299],
        [301, 301],
      ],
      intervalSeconds: 10,
      timeoutSeconds: 6,
      healthyThreshold: 3,
      unhealthyThreshold: 2,
      verifiesCertificate: false,
    });
  });

  it("says the same whatever the order, and with one answer given alone besides", () => {
    expect(read([...everything].reverse())).toEqual(topology);
    const again = read(loadBalancers, listeners, everything);
    for (const fact of ["settings", "backends", "healthCheck"] as const)
      expect(knownValue(again, "listener", LISTENER, fact)).toEqual(listener(fact));
    expect(knownValue(again, "balancer", LB, "settings")).toEqual(balancer("settings"));
  });
});

describe("what stands in other answers", () => {
  it("is unknown with the way to provide it, never assumed", () => {
    const alone = read(loadBalancers, listeners);
    expect(knownValue(alone, "listener", LISTENER, "settings")).toEqual({ protocol: "TCP" });
    const backends = factOf(alone, "listener", LISTENER, "backends");
    expect(backends.state === "unknown" && backends.howToProvide).toBe(
      `aws elbv2 describe-target-groups --load-balancer-arn ${LB} > target-groups.json`,
    );
    expect(factOf(read([listeners, targetGroups]), "listener", LISTENER, "backends").state).toBe("unknown");
    // traffic-port is the targets', which are not known.
    expect(factOf(read([listeners, targetGroups]), "listener", LISTENER, "healthCheck").state).toBe(
      "unknown",
    );
  });

  it("an attribute that a list does not hold has the default of its target type, and the evidence says so", () => {
    const older = { Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "300" }] };
    for (const [type, preserved] of [
      ["instance", true],
      ["ip", false],
    ] as const) {
      const group = { ...targetGroups.TargetGroups[0], TargetType: type };
      const fact = factOf(
        read([listeners, { TargetGroups: [group] }, older]),
        "listener",
        LISTENER,
        "settings",
      );
      expect(fact.state === "known" && fact.value).toMatchObject({ preserveClientIp: preserved });
      expect(fact.state === "known" && fact.origins[0]).toMatchObject({ kind: "default" });
    }
  });

  it("attributes are joined by the ARN beside them where there are several groups, else not at all", () => {
    const second = { ...targetGroups.TargetGroups[0], TargetGroupArn: `${TG}2`, TargetGroupName: "other" };
    const groups = { TargetGroups: [...targetGroups.TargetGroups, second] };
    const told = { ...targetGroupAttributes, TargetGroupArn: TG };
    const settings = (...more: object[]) =>
      knownValue(read([listeners, groups, ...more]), "listener", LISTENER, "settings");
    expect(settings(targetGroupAttributes)).not.toHaveProperty("preserveClientIp");
    expect(settings(told)).toMatchObject({ preserveClientIp: true });
  });

  it("a group may overrule the load balancer's zones", () => {
    const Attributes = [
      { Key: "preserve_client_ip.enabled", Value: "false" },
      { Key: "load_balancing.cross_zone.enabled", Value: "false" },
    ];
    expect(
      knownValue(read([listeners, targetGroups, { Attributes }]), "listener", LISTENER, "settings"),
    ).toMatchObject({ crossZone: false, preserveClientIp: false });
  });
});

describe("answers in a file each", () => {
  const FACTS = ["settings", "backends", "healthCheck", "idleTimeoutSeconds"] as const;
  const values = (topology: ReturnType<typeof fold>) => [
    knownValue(topology, "balancer", LB, "settings"),
    ...FACTS.map((fact) => knownValue(topology, "listener", LISTENER, fact)),
  ];
  const second = { ...targetGroups.TargetGroups[0], TargetGroupArn: `${TG}2`, TargetGroupName: "other" };
  const twoGroups = { TargetGroups: [...targetGroups.TargetGroups, second] };

  it("say together what one list of them says, in any order", () => {
    const named = everything.map((value, n) => ({ value, source: `${n}.json` }));
    const topology = fold(together(named));
    expect(values(topology)).toEqual(values(read(everything)));
    for (let turn = 0; turn < named.length; turn += 1) {
      const turned = [...named.slice(turn), ...named.slice(0, turn)];
      expect(fold(together(turned))).toEqual(topology);
      expect(fold(together(turned.reverse()))).toEqual(topology);
    }
  });

  it("each fact tells the file that it stood in", () => {
    const files = everything.map((value) => ({ value, source: Object.keys(value)[0] ?? "" }));
    const fact = factOf(fold(together(files)), "listener", LISTENER, "backends");
    expect(fact.state === "known" && fact.origins).toEqual([
      { kind: "observed", source: "TargetHealthDescriptions" },
    ]);
  });

  it("health and attributes of one of two groups are unknown, until the ARN stands beside them", () => {
    const alone = readTogether([loadBalancers, listeners, twoGroups, targetGroupAttributes, targetHealth]);
    expect(knownValue(alone, "listener", LISTENER, "settings")).not.toHaveProperty("preserveClientIp");
    const backends = factOf(alone, "listener", LISTENER, "backends");
    expect(backends).toMatchObject({
      state: "unknown",
      howToProvide: `aws elbv2 describe-target-health --target-group-arn ${TG} | jq '. + {TargetGroupArn: "${TG}"}' > target-health.json`,
    });
    const told = [targetGroupAttributes, targetHealth].map((answer) => ({ ...answer, TargetGroupArn: TG }));
    const joined = readTogether([...told, twoGroups, listeners, loadBalancers]);
    expect(knownValue(joined, "listener", LISTENER, "settings")).toMatchObject({ preserveClientIp: true });
    expect(knownValue(joined, "listener", LISTENER, "backends")).toHaveLength(4);
  });

  it("attributes beside one group in a file belong to it, whatever other files list", () => {
    const other = { TargetGroups: [second] };
    const topology = readTogether([listeners, other, [targetGroups, targetGroupAttributes]]);
    expect(knownValue(topology, "listener", LISTENER, "settings")).toMatchObject({ preserveClientIp: true });
  });

  it("health beside its ARN says nothing of attributes", () => {
    const groups = { TargetGroups: [{ ...targetGroups.TargetGroups[0], TargetType: "ip" }] };
    const health = { ...targetHealth, TargetGroupArn: TG };
    const without = readTogether([listeners, groups, health]);
    expect(knownValue(without, "listener", LISTENER, "settings")).not.toHaveProperty("preserveClientIp");
    const topology = readTogether([listeners, groups, health, targetGroupAttributes]);
    expect(knownValue(topology, "listener", LISTENER, "settings")).toMatchObject({ preserveClientIp: true });
  });

  it("two that contradict each other are a conflict", () => {
    const off = { Attributes: [{ Key: "preserve_client_ip.enabled", Value: "false" }] };
    const topology = readTogether([listeners, targetGroups, targetGroupAttributes, off]);
    expect(factOf(topology, "listener", LISTENER, "settings").state).toBe("conflict");
  });
});

it("other types of load balancer get their own model, or none", () => {
  const typed = (Type: string) =>
    knownValue(
      read({ LoadBalancers: [{ ...loadBalancers.LoadBalancers[0], Type }] }),
      "balancer",
      LB,
      "model",
    );
  expect(["network", "application", "gateway"].map(typed)).toEqual(["aws/nlb", "aws/alb", undefined]);
});

it("answers without ports, and answers that list nothing, are known and say nothing", () => {
  const gateway = { Listeners: [{ ListenerArn: "arn", LoadBalancerArn: LB, DefaultActions: [] }] };
  const lambda = {
    TargetHealthDescriptions: [
      { Target: { Id: "arn:aws:lambda:x" }, TargetHealth: { State: "unavailable" } },
    ],
  };
  for (const value of [gateway, lambda, { Listeners: [] }, { TargetGroups: [], NextMarker: null }])
    expect(recognise({ value, source: "x" })).toEqual([]);
  expect(observe([...everything, { Listeners: [] }])).toEqual(observe(everything));
});

it.each([
  ["a Kubernetes object", { apiVersion: "v1", kind: "Node", metadata: { name: "m1" } }],
  ["the list of one", { apiVersion: "v1", kind: "List", items: [] }],
  ["an answer of the classic API", { LoadBalancerDescriptions: [{ LoadBalancerName: "old" }] }],
  ["attributes of another service", { Attributes: [{ Key: "VisibilityTimeout", Value: "30" }] }],
  ["an Alibaba Cloud answer", { LoadBalancers: { LoadBalancer: [] }, RequestId: "x" }],
  ["a list with something else", [loadBalancers, { kind: "Node" }]],
  ["empty lists", []],
  ["text", "LoadBalancers"],
  ["nothing", null],
])("%s is left to others", (_title, value) => {
  expect(recognise({ value, source: "x" })).toBeUndefined();
});

it("target health alone belongs to no listener", () => {
  expect(observe(targetHealth)).toEqual([]);
});
