import type { Origin } from "../../src/core/fact.ts";
import type { Backend, FactTypes, HealthCheck } from "../../src/core/facts.ts";
import type { Behaviour, ForwardingModel, Settings } from "../../src/core/forwarding.ts";
import { type Observation, observed } from "../../src/core/observation.ts";

export const ORIGIN: Origin = { kind: "observed", source: "test", location: "1:1" };
export const VIP = "10.9.9.9";

/** A small cluster: masters m1, m2, ... at 10.0.0.11, .12, ..., all of them backends of one balancer. */
export interface Case {
  readonly masters?: number;
  readonly model?: string;
  readonly settings?: Settings;
  /** Replaces what the masters are as backends, by position. */
  readonly backends?: readonly Partial<Backend>[];
  readonly addresses?: FactTypes["balancer"]["addresses"];
  readonly node?: (index: number) => Partial<FactTypes["node"]>;
  readonly listener?: Partial<FactTypes["listener"]>;
  readonly balancer?: Partial<FactTypes["balancer"]>;
  readonly cluster?: Partial<FactTypes["cluster"]>;
  readonly clients?: Readonly<Record<string, Partial<FactTypes["client"]>>>;
  readonly services?: Readonly<Record<string, Partial<FactTypes["service"]>>>;
  readonly names?: Readonly<Record<string, Partial<FactTypes["name"]>>>;
  readonly instances?: Readonly<Record<string, Partial<FactTypes["instance"]>>>;
}

export const goodCheck: HealthCheck = {
  protocol: "https",
  port: 6443,
  path: "/readyz",
  intervalSeconds: 5,
  timeoutSeconds: 3,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  codes: [[200, 200]],
};

type Kind = "cluster" | "node" | "balancer" | "listener" | "client" | "name" | "service" | "instance";

const facts = (kind: Kind, id: string, values: object): readonly Observation[] =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([fact, value]) => observed(kind, id, fact as never, value as never, ORIGIN));

export const addressOf = (index: number): string => `10.0.0.${11 + index}`;

/** Observations of a case; a fact that is set to undefined is not observed. */
export function observations(of: Case = {}): readonly Observation[] {
  const names = Array.from({ length: of.masters ?? 3 }, (_, index) => `m${index + 1}`);
  const backends = names.map((name, index) => ({
    name,
    address: addressOf(index),
    port: 6443,
    weight: 100,
    ...of.backends?.[index],
  }));
  return [
    ...facts("cluster", "cluster", {
      masters: names,
      anonymousAuth: true,
      controlPlaneEndpoint: { host: VIP, port: 6443 },
      apiServerEndpoints: names.map((_, index) => ({ host: addressOf(index), port: 6443 })),
      ...of.cluster,
    }),
    ...names.flatMap((name, index) =>
      facts("node", name, { roles: ["master"], addresses: [addressOf(index)], ...of.node?.(index) }),
    ),
    ...facts("balancer", "lb", {
      title: "api",
      model: of.model ?? KEPT.id,
      addresses: of.addresses ?? [{ address: VIP }],
      securityGroups: [],
      settings: of.settings ?? {},
      ...of.balancer,
    }),
    ...facts("listener", "lb/6443", {
      balancer: "lb",
      port: 6443,
      protocol: "tcp",
      settings: {},
      backends,
      healthCheck: goodCheck,
      idleTimeoutSeconds: 900,
      ...of.listener,
    }),
    ...Object.entries(of.clients ?? { kubelet: {} }).flatMap(([id, client]) =>
      facts("client", id, {
        kind: id,
        name: id,
        nodes: names,
        network: "host",
        dials: [{ host: VIP, port: 6443 }],
        ...client,
      }),
    ),
    ...Object.entries(of.services ?? {}).flatMap(([id, service]) => facts("service", id, service)),
    ...Object.entries(of.names ?? {}).flatMap(([id, name]) => facts("name", id, name)),
    ...Object.entries(of.instances ?? {}).flatMap(([id, one]) => facts("instance", id, one)),
  ];
}

export const behaviour = (more: Partial<Behaviour> = {}): Behaviour => ({
  destination: "rewritten",
  source: "kept",
  reply: "forced-back",
  onSelf: "deliver",
  ...more,
  select: { key: "connection", weighted: true, scope: "all", noneHealthy: "refuse", ...more.select },
});

export const model = (id: string, is: Behaviour): ForwardingModel => ({
  id,
  title: id,
  cites: [{ kind: "lab", title: id, checked: "2026-11-23" }],
  confidence: "high",
  cases: [{ when: {}, is }],
});

/** A cloud fabric that keeps the client's address. */
export const KEPT = model("test/kept", behaviour());
/** Full address translation, or a proxy. */
export const REPLACED = model("test/replaced", behaviour({ source: "translator" }));
/** Destination translation beside the backends: replies go as routing says. */
export const ONE_ARM = model("test/one-arm", behaviour({ reply: "by-route" }));
/** An address in each zone, for the backends of that zone. */
export const ZONAL = model("test/zonal", behaviour({ select: { ...behaviour().select, scope: "zone" } }));
const open = behaviour({
  source: "translator",
  select: { ...behaviour().select, noneHealthy: "all" },
});
/** Sends to everybody when nobody is healthy; always, or by a switch. */
export const OPEN = model("test/open", open);
export const SOMETIMES_OPEN: ForwardingModel = {
  ...OPEN,
  id: "test/sometimes-open",
  cases: [
    { when: { failOpen: true }, is: open },
    { when: { failOpen: false }, is: behaviour({ source: "translator" }) },
  ],
};
/** Client address kept or replaced by a switch. */
export const SWITCHED: ForwardingModel = {
  ...KEPT,
  id: "test/switched",
  cases: [
    { when: { preserveClientIp: true }, is: behaviour() },
    { when: { preserveClientIp: false }, is: behaviour({ source: "translator" }) },
  ],
};

export const models: ReadonlyMap<string, ForwardingModel> = new Map(
  [KEPT, REPLACED, ONE_ARM, ZONAL, OPEN, SOMETIMES_OPEN, SWITCHED].map((each) => [each.id, each]),
);
