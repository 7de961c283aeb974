import { describe, expect, it } from "vitest";
import { compile } from "../../../providers/aws/compile.ts";
import { models, nlb } from "../../../providers/aws/models.ts";
import { topology } from "../../../providers/aws/topology.ts";
import { behaviourOf } from "../../../src/core/forwarding.ts";
import type { Observed, ObservedResource } from "../../../src/core/resource.ts";
import type { SpecInput } from "../../../src/core/spec.ts";
import { fold, idsOf, knownValue } from "../../../src/core/topology.ts";
import { diagnose } from "../../../src/doctor/diagnose.ts";
import { rule as noSecurityGroup } from "../../../src/doctor/rules/no-security-group.ts";
import { MASTERS, specWith } from "./spec.ts";

function graphOf(changes: Partial<SpecInput> = {}) {
  const compiled = compile(specWith(changes));
  if (!compiled.ok) throw new Error("does not compile");
  return compiled.value;
}

const folded = (changes: Partial<SpecInput> = {}) => fold(topology(graphOf(changes)));
const LISTENER = "prod-api/6443";

describe("topology of a compiled spec", () => {
  it("says what the doctor needs to walk the masters' own connections", () => {
    const facts = folded({ crossZone: true, healthCheck: { path: "/readyz" }, idleTimeoutSeconds: 600 });
    expect(idsOf(facts, "balancer")).toEqual(["prod-api"]);
    expect(knownValue(facts, "balancer", "prod-api", "model")).toBe("aws/nlb");
    expect(knownValue(facts, "balancer", "prod-api", "settings")).toEqual({
      crossZone: true,
      preserveClientIp: false,
      targetType: "ip",
      securityGroupsFixedAtCreation: true,
    });
    expect(knownValue(facts, "listener", LISTENER, "idleTimeoutSeconds")).toBe(600);
    expect(knownValue(facts, "listener", LISTENER, "backends")).toEqual(
      ["a", "b", "c"].map((zone, n) => ({
        address: `10.0.${n + 1}.11`,
        port: 6443,
        weight: 1,
        zone: `eu-central-1${zone}`,
      })),
    );
    expect(knownValue(facts, "listener", LISTENER, "healthCheck")).toMatchObject({
      protocol: "https",
      port: 6443,
      path: "/readyz",
      codes: [[200, 299]],
      verifiesCertificate: false,
    });
  });

  it("names instances, and a placeholder in each zone where AWS chooses the address", () => {
    const facts = folded({
      options: { targetType: "instance" },
      subnets: [
        { id: "s1", zone: "eu-central-1a" },
        { id: "s2", address: "10.0.2.5" },
      ],
    });
    expect(knownValue(facts, "listener", LISTENER, "backends")?.[0]).toEqual({
      instanceId: "i-00000000000000001",
      port: 6443,
      weight: 1,
    });
    expect(knownValue(facts, "balancer", "prod-api", "addresses")).toEqual([
      { address: "(address in eu-central-1a)", zone: "eu-central-1a", subnet: "s1" },
      { address: "10.0.2.5", subnet: "s2" },
    ]);
  });

  it("does not claim one probed port where each master has its own", () => {
    const masters = MASTERS.map((master, n) => ({ ...master, port: 6443 + n }));
    const facts = folded({ masters });
    expect(facts.subjects.listener.get(LISTENER)?.healthCheck?.state).toBe("unknown");
    expect(
      knownValue(folded({ masters, healthCheck: { port: 6440 } }), "listener", LISTENER, "healthCheck"),
    ).toMatchObject({ port: 6440 });
  });

  it("makes the doctor say that security groups cannot come later, only where there are none", () => {
    const findings = (changes: Partial<SpecInput>) =>
      diagnose(folded(changes), {
        models: new Map(models.map((model) => [model.id, model])),
        rules: [noSecurityGroup],
        flows: () => [],
      }).findings.map(({ code }) => code);
    expect(findings({})).toEqual(["SLB701"]);
    expect(findings({ securityGroups: ["sg-1"] })).toEqual([]);
  });
});

/** What exists, as if it had been read: the wish with outputs. */
function seen(change: (resource: ObservedResource) => ObservedResource): Observed {
  const resources = graphOf().resources.map((resource) =>
    change({
      ...resource,
      ownership: "ours",
      outputs: resource.id === "load-balancer" ? { id: "arn:lb", dnsName: "prod-api.elb.example" } : {},
    }),
  );
  return { resources, gaps: [] };
}

describe("topology of what was observed", () => {
  const of = (observed: Observed) =>
    fold(topology({ name: "prod-api", resources: observed.resources }, observed));

  it("goes by the ARN, knows the name that AWS gave, and says where each fact is from", () => {
    const facts = of(seen((resource) => resource));
    expect(knownValue(facts, "balancer", "arn:lb", "names")).toEqual(["prod-api.elb.example"]);
    const model = facts.subjects.balancer.get("arn:lb")?.model;
    expect(model?.state === "known" && model.origins[0].kind).toBe("observed");
    expect(knownValue(facts, "listener", "arn:lb/6443", "balancer")).toBe("arn:lb");
  });

  it.each([
    ["instance", true],
    ["ip", false],
  ])("an absent attribute has the default of %s targets", (targetType, preserved) => {
    const facts = of(
      seen((resource) =>
        resource.kind === "target-group"
          ? { ...resource, props: { ...resource.props, targetType, attributes: {} } }
          : resource,
      ),
    );
    expect(knownValue(facts, "balancer", "arn:lb", "settings")).toMatchObject({
      preserveClientIp: preserved,
    });
  });

  it("the target group has the last word on zones", () => {
    const overruled = (value: string) =>
      of(
        seen((resource) =>
          resource.kind === "target-group"
            ? {
                ...resource,
                props: { ...resource.props, attributes: { "load_balancing.cross_zone.enabled": value } },
              }
            : resource,
        ),
      );
    for (const [value, crossZone] of [
      ["true", true],
      ["use_load_balancer_configuration", false],
    ] as const)
      expect(knownValue(overruled(value), "balancer", "arn:lb", "settings")).toMatchObject({ crossZone });
  });

  it("says nothing of what belongs to somebody else", () => {
    const foreign = seen((resource) => ({ ...resource, props: { name: "prod-api", tags: {} } }));
    expect([...topology({ name: "prod-api", resources: foreign.resources.slice(0, 1) }, foreign)]).toEqual(
      [],
    );
  });
});

describe("forwarding model", () => {
  const source = (settings: Record<string, string | boolean>) => {
    const outcome = behaviourOf(nlb, { protocol: "TCP", crossZone: true, ...settings });
    return outcome.known ? outcome.behaviour.source : outcome.missing;
  };

  it("follows the live attribute, whatever the target type, and guesses nothing", () => {
    for (const targetType of ["ip", "instance"]) {
      expect(source({ targetType, preserveClientIp: true })).toBe("kept");
      expect(source({ targetType, preserveClientIp: false })).toBe("translator");
      expect(source({ targetType })).toEqual(["preserveClientIp"]);
    }
    expect(source({ protocol: "UDP" })).toBe("kept");
    expect(source({ protocol: "TLS", preserveClientIp: true })).toBe("spoofed");
  });

  it("chooses among all targets, or those of the address's zone", () => {
    const scope = (crossZone: boolean) => {
      const outcome = behaviourOf(nlb, { protocol: "TCP", preserveClientIp: true, crossZone });
      return outcome.known && outcome.behaviour.select.scope;
    };
    expect([scope(true), scope(false)]).toEqual(["all", "zone"]);
  });

  it("every model cites something, with the date it was looked at", () => {
    for (const { cites, cases } of models) {
      expect(cases.length).toBeGreaterThan(0);
      for (const { checked } of cites) expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });
});
