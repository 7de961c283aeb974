import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recognise } from "../../../providers/alicloud/recognise.ts";
import { fold, idsOf, knownValue } from "../../../src/core/topology.ts";

/** Documents in the shape that `aliyun slb Describe…` prints (fields: official metadata of SLB 2014-05-15). */
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));

const read = (...names: readonly string[]) =>
  fold(names.flatMap((name) => [...(recognise({ value: fixture(name), source: `${name}.json` }) ?? [])]));

describe("recognised documents", () => {
  it("reads addresses and schemes from DescribeLoadBalancers", () => {
    const topology = read("describe-load-balancers");
    expect(idsOf(topology, "balancer")).toEqual(["lb-bp1api", "lb-bp1web"]);
    expect(knownValue(topology, "balancer", "lb-bp1api", "addresses")).toEqual([{ address: "10.0.0.100" }]);
    expect(knownValue(topology, "balancer", "lb-bp1web", "scheme")).toBe("internet-facing");
    // Which listeners it has does not stand in this document, so neither does how it forwards.
    expect(knownValue(topology, "balancer", "lb-bp1api", "model")).toBeUndefined();
  });

  it("joins an attribute with a listener document, in either order", () => {
    const names = ["describe-load-balancer-attribute", "describe-tcp-listener-attribute"];
    const topology = read(...names);
    expect(read(...[...names].reverse())).toEqual(topology);
    expect(knownValue(topology, "balancer", "lb-bp1api", "title")).toBe("prod-api");
    expect(knownValue(topology, "balancer", "lb-bp1api", "model")).toBe("alicloud/clb-l4");
    const backends = knownValue(topology, "listener", "lb-bp1api/6443", "backends");
    expect(backends).toEqual([
      { name: "m1", address: "10.0.0.11", instanceId: "i-m1", port: 6443, weight: 100 },
      { instanceId: "i-m2", port: 6443, weight: 0 },
    ]);
    expect(knownValue(topology, "listener", "lb-bp1api/6443", "settings")).toEqual({ scheduler: "rr" });
    expect(knownValue(topology, "listener", "lb-bp1api/6443", "idleTimeoutSeconds")).toBe(900);
    expect(knownValue(topology, "listener", "lb-bp1api/6443", "healthCheck")).toMatchObject({
      protocol: "http",
      port: 6080,
      path: "/readyz",
      codes: [
        [200, 299],
        [300, 399],
      ],
      intervalSeconds: 10,
      timeoutSeconds: 10,
    });
    const fact = topology.subjects.listener.get("lb-bp1api/6443")?.backends;
    expect(fact?.state === "known" && fact.origins[0].location).toMatch(/taken to be the listener's/);
  });

  it("tells TCP and HTTPS listeners of one address apart", () => {
    const topology = read("describe-load-balancer-listeners");
    expect(knownValue(topology, "balancer", "lb-bp1api", "model")).toBe("alicloud/clb-l4");
    expect(knownValue(topology, "balancer", "lb-bp1api/l7", "model")).toBe("alicloud/clb-l7");
    expect(knownValue(topology, "listener", "lb-bp1api/6443", "healthCheck")).toMatchObject({
      protocol: "http",
      port: 6440,
      shim: true,
    });
    expect(knownValue(topology, "listener", "lb-bp1api/l7/443", "protocol")).toBe("https");
  });

  it("knows DescribeHealthStatus, which names no load balancer, and takes nothing from it", () => {
    expect([...(recognise({ value: fixture("describe-health-status"), source: "x" }) ?? ["none"])]).toEqual(
      [],
    );
  });

  it.each([
    ["a Kubernetes object", { apiVersion: "v1", kind: "Node", metadata: { name: "m1" } }],
    ["an AWS answer", { LoadBalancers: [{ LoadBalancerArn: "arn:aws:…" }] }],
    ["text", "lb-bp1api"],
    ["nothing", null],
  ])("leaves %s to others", (_name, value) => {
    expect(recognise({ value, source: "x" })).toBeUndefined();
  });
});
