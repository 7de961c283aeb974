import type { Backend } from "../../core/facts.ts";
import type { Flow } from "../../core/flow.ts";
import { type Behaviour, behaviourOf, type ForwardingModel, type Settings } from "../../core/forwarding.ts";
import { canonicalAddress, isAddress } from "../../core/net.ts";
import { factOf, idsOf, knownValue, type Topology } from "../../core/topology.ts";
import type { Branch, Trace } from "../../core/trace.ts";
import { backendName, nodeOf } from "../join-backends.ts";
import { alikeTogether } from "./alike-together.ts";
import { chooseBackends } from "./choose-backends.ts";
import { type Crossing, crossBalancer } from "./cross-balancer.ts";
import { findTarget } from "./find-target.ts";
import { throughNodePorts } from "./node-port.ts";
import { ownServiceBranches } from "./own-service.ts";
import { plausibleKinds } from "./plausible-kinds.ts";
import { reconcile } from "./reconcile.ts";
import { resolveHost } from "./resolve-host.ts";
import { type Caught, shortCircuit } from "./short-circuit.ts";
import { sourcesOf } from "./source-of.ts";

type Models = ReadonlyMap<string, ForwardingModel>;

const branch = (more: Partial<Branch> & Pick<Branch, "disposition">): Branch => ({
  backend: undefined,
  via: undefined,
  share: 1,
  missing: [],
  steps: [],
  ...more,
});

const trace = (flow: Flow, branches: readonly Branch[], more: Partial<Trace> = {}): Trace => ({
  flow,
  balancer: undefined,
  listener: undefined,
  model: undefined,
  mode: "per-connection",
  branches,
  ...more,
});

const listenerOf = (topology: Topology, balancer: string, port: number): string | undefined =>
  idsOf(topology, "listener").find(
    (id) =>
      knownValue(topology, "listener", id, "balancer") === balancer &&
      knownValue(topology, "listener", id, "port") === port,
  );

/** Backends on one node; where none is, those that may be, since nothing joins them to any. */
function ownOf(topology: Topology, backends: readonly Backend[], node: string): readonly Backend[] {
  const own = backends.filter((each) => nodeOf(topology, each) === node);
  return own.length > 0 ? own : backends.filter((each) => nodeOf(topology, each) === undefined);
}

/**
 * Where the destination stays the VIP each backend owns it, so that a backend's own packets never leave it (facts on
 * hairpins, section 1.2, E7). With a choice that is fixed for everybody, one of them owns it at a time.
 */
function ownsVip(
  topology: Topology,
  listener: string,
  behaviours: readonly Behaviour[],
  node: string,
): boolean {
  const keeps = behaviours.every(
    ({ destination, select }) => destination === "kept" && select.key !== "source",
  );
  const backends = knownValue(topology, "listener", listener, "backends") ?? [];
  return keeps && backends.some((each) => nodeOf(topology, each) === node);
}

/** All fates at one address of the balancer under one behaviour. */
function fatesAt(
  topology: Topology,
  crossing: Crossing,
  balancer: string,
  listener: string,
  behaviour: Behaviour,
  zone: string | undefined,
  alone: boolean,
): readonly Branch[] {
  const backends = factOf(topology, "listener", listener, "backends");
  if (backends.state !== "known")
    return [branch({ disposition: "unknown", missing: ["listener.backends"], via: crossing.vip })];
  const zoned =
    behaviour.select.scope === "zone" &&
    (zone === undefined || backends.value.some((each) => each.zone === undefined));
  const select = zoned ? { ...behaviour.select, scope: "all" as const } : behaviour.select;
  const serving = throughNodePorts(topology, backends.value);
  const candidates = alone ? ownOf(topology, serving, crossing.clientNode) : serving;
  const choice = chooseBackends(candidates, select, zone);
  if (choice.kind === "refuse") return [branch({ disposition: "refused", via: crossing.vip })];
  if (choice.kind === "unknown")
    return [branch({ disposition: "unknown", missing: ["listener.backends health"], via: crossing.vip })];
  const fates = alikeTogether(topology, choice.backends, crossing.clientNode).map(
    ({ backend, share, alike }) => ({
      backend: backendName(topology, backend),
      via: crossing.vip,
      share,
      ...(alike === undefined ? {} : { alike }),
      ...crossBalancer(topology, crossing, balancer, behaviour, backend),
    }),
  );
  if (!zoned) return fates;
  // Without zones any of them may be chosen, which does not matter where all answer.
  if (fates.every(({ disposition }) => disposition === "delivered"))
    return [branch({ disposition: "delivered", via: crossing.vip })];
  const missing = ["balancer.addresses zone", "listener.backends zone"];
  return [branch({ disposition: "unknown", missing, via: crossing.vip })];
}

/**
 * Follows a new connection of a client hop by hop, there and back. Pure. The shares of all branches sum to 1: first
 * over the balancer's addresses (names lead to any of them alike), then over the backends that each may choose.
 */
export function walk(topology: Topology, models: Models, flow: Flow): Trace {
  const caught = flow.outside === true ? undefined : shortCircuit(topology, flow);
  if (caught !== undefined && !caught.isPossible) return caughtTrace(topology, flow, caught);
  const outside = beyondNode(topology, models, flow);
  if (caught === undefined || outside.branches.every(({ disposition }) => disposition === "delivered"))
    return outside;
  const { balancer, listener, model } = outside;
  return { ...caughtTrace(topology, flow, caught), balancer, listener, model };
}

function caughtTrace(topology: Topology, flow: Flow, caught: Caught): Trace {
  const { service, disposition, missing, steps, isPossible } = caught;
  const own = disposition === "delivered" ? ownServiceBranches(topology, flow, service, steps) : undefined;
  const ends = own ?? [branch({ disposition, missing, steps })];
  return trace(flow, ends, isPossible ? {} : { caughtBy: service });
}

/** The walk once the packet is known to be no Service's. */
function beyondNode(topology: Topology, models: Models, flow: Flow, mayGuess = true): Trace {
  const target = findTarget(topology, flow);
  if (target.kind === "unresolved") {
    const { host } = flow.target;
    const [address] = resolveHost(topology, host, flow.client, flow.node).filter(isAddress);
    const missing =
      address === undefined ? `name.addresses of ${host}` : `balancer.addresses with ${address}`;
    const guessed = (laid: Topology, each: Flow) => beyondNode(laid, models, each, false);
    const plausible = mayGuess ? plausibleKinds(topology, models, flow, address ?? host, guessed) : [];
    const more = plausible.length === 0 ? {} : { plausible };
    return trace(flow, [branch({ disposition: "unknown", missing: [missing] })], more);
  }
  if (target.kind === "node")
    return trace(flow, [branch({ disposition: "delivered", backend: target.node })]);
  const { balancer } = target;
  const listener = listenerOf(topology, balancer, flow.target.port);
  const vips = knownValue(topology, "node", flow.node, "localVips") ?? [];
  const isLocal = target.addresses.some((address) =>
    vips.some((vip) => canonicalAddress(vip) === canonicalAddress(address)),
  );
  const local = [branch({ disposition: "always-local", backend: flow.node, via: target.addresses[0] })];
  if (isLocal) return trace(flow, local, { balancer, listener });
  if (listener === undefined) return trace(flow, [branch({ disposition: "refused" })], { balancer });
  const modelId = knownValue(topology, "balancer", balancer, "model");
  const model = modelId === undefined ? undefined : models.get(modelId);
  const more = { balancer, listener, model: modelId };
  if (model === undefined)
    return trace(flow, [branch({ disposition: "unknown", missing: ["balancer.model"] })], more);
  const settings: Settings = {
    ...knownValue(topology, "balancer", balancer, "settings"),
    ...knownValue(topology, "listener", listener, "settings"),
  };
  const outcome = behaviourOf(model, settings);
  const behaviours = outcome.known ? [outcome.behaviour] : outcome.candidates;
  if (ownsVip(topology, listener, behaviours, flow.node)) return trace(flow, local, more);
  const unset = outcome.known ? [] : outcome.missing.map((name) => `settings ${name}`);
  const known = knownValue(topology, "balancer", balancer, "addresses") ?? [];
  const entries = target.addresses.map((address) => ({
    address,
    zone: known.find((each) => each.address === address)?.zone,
  }));
  const dialled = entries.length > 0 ? entries : [{ address: flow.target.host, zone: undefined }];
  const branches = dialled.flatMap(({ address, zone }) => {
    const sources = sourcesOf(topology, flow, address);
    const ends = behaviours.map((behaviour) => {
      const bySource = sources.candidates.map((source) =>
        fatesAt(
          topology,
          {
            clientNode: flow.node,
            isOutside: flow.outside === true,
            ...source,
            vip: address,
            port: flow.target.port,
          },
          balancer,
          listener,
          behaviour,
          zone,
          flow.alone === true,
        ),
      );
      return reconcile(bySource, sources.missing);
    });
    return reconcile(ends, unset).map((each) => ({ ...each, share: (each.share ?? 1) / dialled.length }));
  });
  const perClient = behaviours.some(({ select }) => select.key === "source");
  const perAddress = dialled.length > 1 && behaviours.some(({ select }) => select.scope === "zone");
  return trace(flow, branches, {
    ...more,
    mode: perClient ? "per-client" : perAddress ? "per-address" : "per-connection",
  });
}
