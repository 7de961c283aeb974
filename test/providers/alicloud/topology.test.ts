import { describe, expect, it } from "vitest";
import { compile } from "../../../providers/alicloud/compile.ts";
import { alb, clbL4, clbL7, models, nlb } from "../../../providers/alicloud/models.ts";
import { topology } from "../../../providers/alicloud/topology.ts";
import { behaviourOf } from "../../../src/core/forwarding.ts";
import type { Observed, ObservedResource } from "../../../src/core/resource.ts";
import { fold, idsOf, knownValue } from "../../../src/core/topology.ts";
import { MASTERS, specWith } from "./spec.ts";

const graphOf = (spec = specWith()) => {
  const compiled = compile(spec);
  if (!compiled.ok) throw new Error("does not compile");
  return compiled.value;
};

describe("topology of a compiled spec", () => {
  it("says what the doctor needs to walk the masters' own connections", () => {
    const folded = fold(topology(graphOf()));
    expect(idsOf(folded, "balancer")).toEqual(["prod-api"]);
    expect(knownValue(folded, "balancer", "prod-api", "model")).toBe("alicloud/clb-l4");
    expect(knownValue(folded, "balancer", "prod-api", "scheme")).toBe("internal");
    expect(knownValue(folded, "listener", "prod-api/6443", "settings")).toEqual({ scheduler: "wrr" });
    expect(knownValue(folded, "listener", "prod-api/6443", "idleTimeoutSeconds")).toBe(900);
    expect(knownValue(folded, "listener", "prod-api/6443", "backends")).toEqual(
      [1, 2, 3].map((n) => ({ name: `m${n}`, instanceId: `i-m${n}`, port: 6443, weight: 100 })),
    );
    expect(knownValue(folded, "listener", "prod-api/6443", "healthCheck")).toEqual({
      protocol: "http",
      port: 6440,
      path: "/healthz",
      codes: [[200, 299]],
      intervalSeconds: 5,
      timeoutSeconds: 3,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      sources: ["100.64.0.0/10"],
      shim: true,
    });
  });

  it("does not claim one probed port where each backend has its own", () => {
    const masters = MASTERS.map((master, index) => ({ ...master, port: 6443 + index }));
    const folded = fold(topology(graphOf(specWith({ masters, healthCheck: { protocol: "tcp" } }))));
    expect(folded.subjects.listener.get("prod-api/6443")?.healthCheck?.state).toBe("unknown");
    expect(knownValue(folded, "listener", "prod-api/6443", "backends")?.map(({ port }) => port)).toEqual([
      6443, 6444, 6445,
    ]);
  });

  it("names the physical balancer once it is observed, and says where each fact is from", () => {
    const graph = graphOf();
    const resources = graph.resources.map(
      (resource): ObservedResource => ({
        ...resource,
        ownership: "ours",
        outputs: resource.id === "load-balancer" ? { id: "lb-1", address: "10.0.0.9" } : {},
      }),
    );
    const seen: Observed = { resources, gaps: [] };
    const folded = fold(topology({ name: graph.name, resources }, seen));
    expect(knownValue(folded, "balancer", "lb-1", "addresses")).toEqual([{ address: "10.0.0.9" }]);
    const title = folded.subjects.balancer.get("lb-1")?.title;
    expect(title?.state === "known" && title.origins[0].kind).toBe("observed");
  });
});

describe("forwarding models", () => {
  it("each cite something and have cases", () => {
    expect(models.map(({ id }) => id)).toEqual([
      "alicloud/clb-l4",
      "alicloud/clb-l7",
      "alicloud/nlb",
      "alicloud/alb",
    ]);
    for (const { cases, cites } of models) {
      expect(cases.length).toBeGreaterThan(0);
      for (const { checked } of cites) expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it("CLB keeps the source at layer 4, whatever the scheduler, and replaces it at layer 7", () => {
    for (const scheduler of ["wrr", "rr", "sch", "tch"]) {
      const outcome = behaviourOf(clbL4, { scheduler });
      expect(outcome.known && outcome.behaviour.source).toBe("kept");
    }
    const proxy = behaviourOf(clbL7, { scheduler: "wrr" });
    expect(proxy.known && proxy.behaviour.source).toBe("translator");
    const hashed = behaviourOf(clbL4, { scheduler: "sch" });
    expect(hashed.known && hashed.behaviour.select.key).toBe("source");
    expect(behaviourOf(clbL4, {}).known).toBe(false);
  });

  it("NLB replaces the source when preservation is off or the targets are addresses, and is unknown otherwise", () => {
    const source = (settings: Record<string, string | boolean>) => {
      const outcome = behaviourOf(nlb, settings);
      return outcome.known ? outcome.behaviour.source : outcome.missing;
    };
    expect(source({ preserveClientIp: true, crossZone: true, targetType: "instance" })).toBe("kept");
    expect(source({ preserveClientIp: false, crossZone: true })).toBe("translator");
    expect(source({ preserveClientIp: true, crossZone: false, targetType: "ip" })).toBe("translator");
    expect(source({ crossZone: true, targetType: "instance" })).toEqual(["preserveClientIp"]);
    expect(behaviourOf(alb, {}).known).toBe(true);
  });
});
