import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evidence } from "../../providers/aws/evidence.ts";
import { factOf, fold, idsOf, knownValue } from "../../src/core/topology.ts";
import { terraformResources } from "../../src/terraform/terraform-resources.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));
const topologyOf = (value: unknown) =>
  fold(evidence.fromTerraform?.(terraformResources(value) ?? [], "tf.json") ?? []);

describe.each(["nlb-plan", "nlb-state"])("%s", (name) => {
  const topology = topologyOf(fixture(name));
  const [balancer = "", ...others] = idsOf(topology, "balancer");
  const listener = `${balancer}/6443`;

  it("tells load balancer, listener, targets and check, whatever module they stand in", () => {
    expect(others).toEqual([]);
    expect(knownValue(topology, "balancer", balancer, "model")).toBe("aws/nlb");
    expect(knownValue(topology, "balancer", balancer, "settings")).toMatchObject({ crossZone: false });
    expect(knownValue(topology, "listener", listener, "balancer")).toBe(balancer);
    expect(knownValue(topology, "listener", listener, "settings")).toMatchObject({
      protocol: "TCP",
      targetType: "ip",
      preserveClientIp: true,
    });
    expect(knownValue(topology, "listener", listener, "backends")?.map(({ address }) => address)).toEqual([
      "127.0.1.10",
      "127.0.2.10",
      "127.0.3.10",
    ]);
    expect(knownValue(topology, "listener", listener, "idleTimeoutSeconds")).toBe(600);
    expect(knownValue(topology, "listener", listener, "healthCheck")).toMatchObject({
      protocol: "https",
      path: "/readyz",
      port: 6443,
    });
  });

  it("locations are addresses", () => {
    const fact = factOf(topology, "listener", listener, "healthCheck");
    expect(fact.state === "known" && fact.origins[0]).toMatchObject({
      source: "tf.json",
      location: "module.cp.aws_lb_target_group.api",
    });
  });
});

it("a target that is known only after apply leaves the backends unknown, with the reason", () => {
  const plan = fixture("nlb-plan");
  for (const each of plan.planned_values.root_module.child_modules[0].resources)
    if (each.address.endsWith("masters[1]")) delete each.values.target_id;
  const topology = topologyOf(plan);
  const fact = factOf(topology, "listener", `${idsOf(topology, "balancer")[0]}/6443`, "backends");
  expect(fact.state === "unknown" && fact.reason.en).toContain("known after apply");
});

it.each([{}, { format_version: "1.0" }, [], null, { values: {} }])("%j is no Terraform document", (value) => {
  expect(terraformResources(value)).toBeUndefined();
});
