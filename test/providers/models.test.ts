import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { providers } from "../../providers/index.gen.ts";
import type { Settings } from "../../src/core/forwarding.ts";
import { fold } from "../../src/core/topology.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { observations, VIP } from "../doctor/topologies.ts";

const descriptors = await Promise.all(providers.map(async (entry) => (await entry.descriptor()).descriptor));
const models = descriptors.flatMap((each) => each.models);
const byId = new Map(models.map((each) => [each.id, each]));

/** T: the connection dies. L: local, always. */
type Outcome = "T" | "OK" | "L" | "?";

interface Row {
  readonly model: string;
  readonly settings?: Settings;
  /** (a) the chosen backend is the sender, (b) it is another one, (c) a translated pod's own node, (d) any other pod's. */
  readonly outcomes: readonly [Outcome, Outcome | "-", Outcome, Outcome];
}

const T4 = ["T", "OK", "T", "T"] as const;
const OK4 = ["OK", "OK", "OK", "OK"] as const;
const L4 = ["L", "-", "L", "L"] as const;
const ARM = ["T", "T", "T", "T"] as const;
const aws = (preserveClientIp: boolean, protocol = "TCP") => ({
  protocol,
  preserveClientIp,
  crossZone: true,
});
const nlb = (targetType: string, preserveClientIp: boolean) => ({
  targetType,
  preserveClientIp,
  crossZone: true,
});

/** Transcribed by hand from the facts on hairpins, section 2; all nodes are in one subnet. */
const ROWS: readonly Row[] = [
  { model: "alicloud/clb-l4", settings: { scheduler: "wrr" }, outcomes: T4 },
  { model: "alicloud/clb-l7", settings: { scheduler: "wrr" }, outcomes: OK4 },
  { model: "alicloud/nlb", settings: nlb("instance", true), outcomes: T4 },
  { model: "alicloud/nlb", settings: nlb("instance", false), outcomes: OK4 },
  { model: "alicloud/nlb", settings: nlb("ip", false), outcomes: OK4 },
  { model: "alicloud/alb", outcomes: OK4 },
  { model: "aws/nlb", settings: aws(true), outcomes: T4 },
  { model: "aws/nlb", settings: aws(false), outcomes: OK4 },
  { model: "aws/nlb", settings: aws(true, "TCP_UDP"), outcomes: T4 },
  { model: "aws/clb", settings: { crossZone: true }, outcomes: OK4 },
  { model: "aws/alb", outcomes: OK4 },
  { model: "azure/lb", outcomes: T4 },
  { model: "azure/lb-floating-ip", outcomes: L4 },
  { model: "gcp/passthrough", outcomes: L4 },
  { model: "tencent/clb-l4", outcomes: T4 },
  { model: "huawei/elb-l4-client-ip", outcomes: T4 },
  { model: "huawei/elb-l4", outcomes: OK4 },
  { model: "huawei/elb-l7", outcomes: OK4 },
  { model: "openstack/octavia-amphora", outcomes: OK4 },
  // (d) is open in the facts; OVN puts its own source on whatever comes back to its sender.
  { model: "openstack/octavia-ovn", outcomes: ["OK", "OK", "OK", "OK"] },
  { model: "openstack/octavia-ovn-router", outcomes: T4 },
  { model: "lvs/nat", outcomes: ARM },
  { model: "lvs/dr", outcomes: L4 },
  { model: "lvs/tun", outcomes: L4 },
  { model: "lvs/fullnat", outcomes: OK4 },
  { model: "haproxy/tcp", outcomes: OK4 },
  { model: "nginx/stream", outcomes: OK4 },
  { model: "envoy/tcp", outcomes: OK4 },
  { model: "caddy/l4", outcomes: OK4 },
  // Section 3.11: transparent binding breaks like one-arm translation that keeps the source.
  { model: "haproxy/tcp-transparent", outcomes: ARM },
  { model: "nginx/stream-transparent", outcomes: ARM },
  { model: "envoy/tcp-transparent", outcomes: ARM },
  { model: "f5/no-snat", outcomes: ARM },
  { model: "f5/snat", outcomes: OK4 },
];

const DEAD = new Set(["martian-source", "reverse-path", "reply-bypass", "dropped"]);
const outcomeOf = (disposition: string): Outcome =>
  DEAD.has(disposition)
    ? "T"
    : disposition === "delivered"
      ? "OK"
      : disposition === "always-local"
        ? "L"
        : "?";

/** How connections of a client on m1 end, on its own node and on the others. */
function endsOf({ model, settings }: Row, client: object) {
  const clients = { it: { nodes: ["m1"], ...client } };
  const node = () => ({ subnet: "a" });
  const topology = fold(
    observations({ model, clients, node, ...(settings === undefined ? {} : { settings }) }),
  );
  const { branches } = walk(topology, byId, { client: "it", node: "m1", target: { host: VIP, port: 6443 } });
  expect(branches.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
  const at = (isOwn: boolean) =>
    new Set(
      branches
        .filter(({ backend }) => (backend === "m1") === isOwn)
        .map((each) => outcomeOf(each.disposition)),
    );
  const one = (all: ReadonlySet<Outcome>) => (all.size === 0 ? "-" : all.size === 1 ? [...all][0] : "?");
  return { own: one(at(true)), other: one(at(false)) };
}

describe("models do what the facts say", () => {
  test.each(ROWS.map((row) => [`${row.model} ${JSON.stringify(row.settings ?? {})}`, row] as const))(
    "%s",
    (_name, row) => {
      const [self, other, snated, plain] = row.outcomes;
      const host = endsOf(row, {});
      expect([host.own, host.other]).toEqual([self, other]);
      expect(endsOf(row, { network: "pod", address: "10.0.0.11" }).own).toBe(snated);
      expect(endsOf(row, { network: "pod", address: "10.244.0.9" }).own).toBe(plain);
    },
  );

  test("every model has its row, or a reason", () => {
    const WITHOUT: Readonly<Record<string, string>> = {
      "gcp/proxy": "no row in the facts; low confidence",
      "keepalived/vrrp": "the holder serves itself, the others dial it: below",
      "kube-vip/arp": "as VRRP",
      "kube-vip/bgp": "as direct return: below",
      "kube-vip/ipvs": "the director is a real server: varies",
      "metallb/l2": "kube-proxy catches it",
      "metallb/bgp": "kube-proxy catches it",
    };
    const listed = new Set([...ROWS.map(({ model }) => model), ...Object.keys(WITHOUT)]);
    expect(models.map(({ id }) => id).filter((id) => !listed.has(id))).toEqual([]);
    expect([...listed].filter((id) => !byId.has(id))).toEqual([]);
  });

  test("an address with one holder is local there and answers elsewhere", () => {
    for (const model of ["keepalived/vrrp", "kube-vip/arp"])
      expect(endsOf({ model, outcomes: L4 }, {})).toEqual({ own: "L", other: "OK" });
    expect(endsOf({ model: "kube-vip/bgp", outcomes: L4 }, {})).toEqual({ own: "L", other: "-" });
    expect(endsOf({ model: "kube-vip/ipvs", outcomes: L4 }, {}).own).toBe("?");
  });
});

describe("every model", () => {
  test("has an id of its own that begins with its provider's", () => {
    for (const { id, models: own } of descriptors)
      for (const model of own) expect(model.id).toMatch(new RegExp(`^${id}/[a-z0-9-]+$`));
    expect(byId.size).toBe(models.length);
  });

  test("has dated sources, with a place unless it was measured or deduced", () => {
    for (const { id, cites } of models)
      for (const { kind, at, checked } of cites) {
        expect(checked, id).toMatch(/^\d{4}-\d\d-\d\d$/);
        const place = kind === "lab" || kind === "inferred" ? (at ?? "https://x.example/") : at;
        expect(place, id).toMatch(/^(https?:\/\/[^\s]+|[\w.-]+\/[\w.-]+(@\w+)?:.+)$/);
      }
  });

  test("has cases that can all be reached", () => {
    for (const { id, cases } of models) {
      const keys = cases.map(({ when }) => JSON.stringify(when));
      expect(new Set(keys).size, id).toBe(keys.length);
      expect(keys.slice(0, -1), id).not.toContain("{}");
    }
  });

  test("is in a folder, which the registry has", () => {
    const folders = readdirSync(new URL("../../providers", import.meta.url), { withFileTypes: true });
    const names = folders.filter((each) => each.isDirectory()).map(({ name }) => name);
    expect(descriptors.map(({ id }) => id)).toEqual(names.sort());
  });
});
