import { describe, expect, it } from "vitest";
import { compile } from "../../../providers/aws/compile.ts";
import type { SpecInput } from "../../../src/core/spec.ts";
import { MASTERS, specWith } from "./spec.ts";

function compiled(changes: Partial<SpecInput> = {}) {
  const result = compile(specWith(changes));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return new Map(result.value.resources.map(({ id, props }) => [id, props]));
}

describe("what an NLB is asked for", () => {
  it("replaces client addresses, checks HTTPS on the API port, names masters by address", () => {
    const all = compiled();
    expect([...all.keys()]).toEqual(["load-balancer", "target-group", "targets", "listener/6443"]);
    expect(all.get("load-balancer")).toMatchObject({
      name: "prod-api",
      type: "network",
      scheme: "internal",
      subnets: { "subnet-1": {}, "subnet-2": {}, "subnet-3": {} },
      hasSecurityGroups: false,
      attributes: { "load_balancing.cross_zone.enabled": "false", "deletion_protection.enabled": "false" },
      tags: { "slbctl/name": "prod-api" },
    });
    expect(all.get("target-group")).toMatchObject({
      protocol: "TCP",
      targetType: "ip",
      healthCheck: { protocol: "HTTPS", port: "traffic-port", path: "/healthz", matcher: "200-299" },
      attributes: { "preserve_client_ip.enabled": "false", "proxy_protocol_v2.enabled": "false" },
    });
    expect(Object.keys(all.get("targets")?.["targets"] ?? {})).toEqual([
      "10.0.1.11:6443",
      "10.0.2.11:6443",
      "10.0.3.11:6443",
    ]);
    expect(all.get("listener/6443")).toMatchObject({ attributes: { "tcp.idle_timeout.seconds": "350" } });
  });

  it("keeps client addresses only when told to, and has no path or matcher for a TCP check", () => {
    const group = compiled({ clientAddress: "preserve", healthCheck: { protocol: "tcp" } }).get(
      "target-group",
    );
    expect(group).toMatchObject({ attributes: { "preserve_client_ip.enabled": "true" } });
    expect(group?.["healthCheck"]).not.toHaveProperty("path");
    expect(group?.["healthCheck"]).not.toHaveProperty("matcher");
  });
});

/** What is changed, and where the one problem that it makes is found. */
const REFUSED: readonly [string, Partial<SpecInput>, string][] = [
  ["reserved name", { name: "internal-api" }, "name"],
  ["double hyphen", { name: "a--b" }, "name"],
  ["no subnet", { subnets: [] }, "subnets"],
  [
    "two subnets in a zone",
    {
      subnets: [
        { id: "s1", zone: "z" },
        { id: "s2", zone: "z" },
      ],
    },
    "subnets.1.zone",
  ],
  ["a subnet twice", { subnets: [{ id: "s1" }, { id: "s1" }] }, "subnets.1.id"],
  [
    "public with a private address",
    { scheme: "internet-facing", subnets: [{ id: "s1", address: "10.0.0.1" }] },
    "subnets.0.address",
  ],
  ["access list", { accessList: { entries: ["10.0.0.0/8"] } }, "accessList"],
  ["idle below", { idleTimeoutSeconds: 59 }, "idleTimeoutSeconds"],
  ["idle above", { idleTimeoutSeconds: 6001 }, "idleTimeoutSeconds"],
  ["interval below", { healthCheck: { intervalSeconds: 4 } }, "healthCheck.intervalSeconds"],
  ["timeout below", { healthCheck: { timeoutSeconds: 1 } }, "healthCheck.timeoutSeconds"],
  [
    "timeout above",
    { healthCheck: { timeoutSeconds: 121, intervalSeconds: 130 } },
    "healthCheck.timeoutSeconds",
  ],
  ["timeout equals interval", { healthCheck: { timeoutSeconds: 5 } }, "healthCheck.timeoutSeconds"],
  ["codes", { healthCheck: { codes: "100-299" } }, "healthCheck.codes"],
  [
    "weights differ",
    { masters: MASTERS.map((m, n) => ({ ...m, weight: n === 1 ? 50 : 100 })) },
    "masters.1.weight",
  ],
  ["weight 0", { masters: MASTERS.map((m, n) => ({ ...m, weight: n === 2 ? 0 : 100 })) }, "masters.2.weight"],
  [
    "no instance id",
    { options: { targetType: "instance" }, masters: [{ name: "m1", address: "10.0.0.1" }] },
    "masters.0.instanceId",
  ],
  ["IPv6 master", { masters: [{ name: "m1", address: "fd00::1" }] }, "masters.0.address"],
  [
    "the same target twice",
    {
      masters: [
        { name: "a", address: "10.0.0.1" },
        { name: "b", address: "10.0.0.1" },
      ],
    },
    "masters.1.address",
  ],
  ["reserved tag", { tags: { "aws:x": "1" } }, "tags.aws:x"],
  ["controller's tag", { tags: { "kubernetes.io/cluster/x": "owned" } }, "tags.kubernetes.io/cluster/x"],
  ["tag characters", { tags: { "a*b": "1" } }, "tags.a*b"],
  ["unknown option", { options: { nonsense: 1 } }, "options.nonsense"],
  ["option value", { options: { targetType: "alb" } }, "options.targetType"],
  [
    "too many tags",
    { tags: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, ""])) },
    "tags",
  ],
];

describe("what an NLB cannot do", () => {
  it.each(REFUSED)("%s", (_, changes, path) => {
    const result = compile(specWith(changes));
    if (result.ok) throw new Error("compiled");
    expect(result.error.map((issue) => issue.path.join("."))).toEqual([path]);
    // The reason and the cure, in both languages.
    for (const { text, expected } of result.error)
      for (const words of [text, expected]) {
        expect(words.en).toMatch(/^[\x20-\x7e…]{3,}$/);
        expect(words.zh).toMatch(/[\u4e00-\u9fff]|^\d+ (至|以)/);
      }
  });

  it("is told all at once", () => {
    const result = compile(specWith({ subnets: [], idleTimeoutSeconds: 1, tags: { "aws:a": "" } }));
    if (result.ok) throw new Error("compiled");
    expect(result.error.map(({ path }) => path[0]).sort()).toEqual(["idleTimeoutSeconds", "subnets", "tags"]);
  });

  it("no security group is no error, the bounds themselves are fine, and a TCP timeout may equal the interval", () => {
    compiled({ idleTimeoutSeconds: 60, drainSeconds: 3600 });
    compiled({ idleTimeoutSeconds: 6000, drainSeconds: 0 });
    compiled({ healthCheck: { protocol: "tcp", intervalSeconds: 5, timeoutSeconds: 5 } });
  });
});
