import type { Origin } from "../../core/fact.ts";
import type { HostPort } from "../../core/facts.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { isIngressController } from "./ingress-controllers.ts";
import { CILIUM_AGENT } from "./networks.ts";
import { commandOf, type PodRow, podRow } from "./pod-row.ts";
import { registryOf } from "./registry.ts";

interface Group {
  readonly row: PodRow;
  readonly nodes: Set<string>;
  readonly labels: Map<string, string>;
  readonly images: Set<string>;
  /** The first pod by source and offset, whatever the order in which pods were added. */
  origin: Origin;
}

const isEarlier = (a: Origin, b: Origin): boolean =>
  a.source === b.source ? (a.offset ?? 0) < (b.offset ?? 0) : a.source < b.source;

const endpointText = ({ host, port }: HostPort): string => `${host}:${port}`;

/**
 * Pods united by owner, network and what they dial, so that a DaemonSet on 5,000 nodes is one client. Holds the
 * names of nodes and the groups, not the pods. The order of adding does not matter.
 */
export class PodGroups {
  private readonly groups = new Map<string, Group>();
  private readonly nodeNames = new Map<string, string>();
  private readonly pulls = new Map<string, { readonly nodes: Set<string>; origin: Origin }>();
  private readonly apiServers: {
    readonly node: string;
    readonly command: readonly string[];
    readonly origin: Origin;
  }[] = [];
  count = 0;

  add(value: unknown, origin: Origin): void {
    const row = podRow(value);
    if (row === undefined) return;
    this.count += 1;
    const node = this.nodeOf(row);
    this.addPulls(row, node, origin);
    if (row.owner.kind === "static pod" && node !== undefined)
      for (const command of row.containers.map(commandOf))
        if (isApiServer(command)) this.apiServers.push({ node, command, origin });
    const key = keyOf(row);
    const group = this.groups.get(key);
    if (group === undefined) {
      const nodes = new Set(node === undefined ? [] : [node]);
      this.groups.set(key, { row, nodes, labels: stableLabels(row), images: new Set(row.images), origin });
      return;
    }
    if (node !== undefined) group.nodes.add(node);
    for (const [name, label] of group.labels) if (row.labels[name] !== label) group.labels.delete(name);
    for (const image of row.images) group.images.add(image);
    if (isEarlier(origin, group.origin)) group.origin = origin;
  }

  /** Command lines of kube-apiserver, by the node of its static pod. */
  commandsOfApiServers(): Iterable<{ node: string; command: readonly string[]; origin: Origin }> {
    return this.apiServers;
  }

  /** Clients that dial something. `system` ones have ids that other sources of the same client share. */
  *observations(): Iterable<Observation> {
    const variants = new Map<string, string[]>();
    for (const key of this.keysInOrder()) {
      const group = this.groups.get(key) as Group;
      const base = subjectBase(group.row);
      const isProxy = base === KUBE_PROXY;
      if (!isProxy && isSilent(group) && !mayServe(group)) continue;
      const among = variants.get(base) ?? [];
      among.push(key);
      variants.set(base, among);
      yield* clientFacts(isProxy || among.length === 1 ? base : `${base}#${among.length}`, group);
    }
    for (const [registry, { nodes, origin }] of this.pulls)
      yield* pullFacts(registry, [...nodes].sort(), origin);
  }

  /** Those that dial something first, since the first of an owner's is called like it. */
  private keysInOrder(): readonly string[] {
    const keys = [...this.groups.keys()].sort();
    const silent = (key: string) => isSilent(this.groups.get(key) as Group);
    return [...keys.filter((key) => !silent(key)), ...keys.filter(silent)];
  }

  /** One string per node name, however many pods name it. */
  private nodeOf({ node }: PodRow): string | undefined {
    if (node === undefined) return undefined;
    const known = this.nodeNames.get(node);
    if (known === undefined) this.nodeNames.set(node, node);
    return known ?? node;
  }

  private addPulls(row: PodRow, node: string | undefined, origin: Origin): void {
    for (const image of row.images) {
      const registry = registryOf(image);
      if (registry === undefined || node === undefined) continue;
      const key = endpointText(registry);
      const pull = this.pulls.get(key);
      if (pull === undefined) this.pulls.set(key, { nodes: new Set([node]), origin });
      else {
        pull.nodes.add(node);
        if (isEarlier(origin, pull.origin)) pull.origin = origin;
      }
    }
  }
}

const isSilent = ({ row }: Group): boolean => row.dials.length + row.mentions.length === 0;

/** Owners whose pods come and go, and pods of nobody: a cluster may have any number of them, and few are endpoints. */
const PASSING = new Set(["Pod", "Job", "CronJob"]);

/** Pods that may be endpoints of a Service are of interest even where they name nothing: they may dial that Service. */
const mayServe = ({ row, labels }: Group): boolean =>
  row.network === "pod" && labels.size > 0 && !PASSING.has(row.owner.kind);

/** Labels that differ among the pods of one owner. */
const VOLATILE_LABELS = new Set([
  "pod-template-hash",
  "controller-revision-hash",
  "pod-template-generation",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
  "controller-uid",
  "batch.kubernetes.io/controller-uid",
  "job-name",
  "batch.kubernetes.io/job-name",
]);

const stableLabels = ({ labels }: PodRow): Map<string, string> =>
  new Map(
    Object.entries(labels).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && !VOLATILE_LABELS.has(entry[0]),
    ),
  );

const isApiServer = (command: readonly string[]): boolean => /(?:^|\/)kube-apiserver$/.test(command[0] ?? "");

/** Id of kube-proxy as a client, shared by its DaemonSet, its ConfigMap and what is inferred of it. */
export const KUBE_PROXY = "kube-proxy";

/** Clients that are more than a pod to a reader; other sources know them by the same ids. */
const SYSTEM_KINDS: ReadonlyMap<string, string> = new Map([
  [KUBE_PROXY, "kube-proxy"],
  [CILIUM_AGENT, "cni-agent"],
]);

const subjectBase = ({ namespace, owner }: PodRow): string =>
  namespace === "kube-system" && owner.kind === "DaemonSet" && owner.name === "kube-proxy"
    ? KUBE_PROXY
    : `${namespace}/${owner.kind.toLowerCase().replaceAll(" ", "-")}/${owner.name}`;

const keyOf = (row: PodRow): string =>
  [
    row.namespace,
    row.owner.kind,
    row.owner.name,
    row.network,
    row.dials.length === 0 ? "" : row.dials.map(endpointText).sort().join(),
    row.mentions.length === 0 ? "" : [...row.mentions].sort().join(),
    row.hostAliases.length === 0 ? "" : row.hostAliases.join(),
  ].join("\u0000");

function* clientFacts(id: string, { row, nodes, labels, images, origin }: Group): Iterable<Observation> {
  const common = Object.fromEntries(labels);
  const isIngress = isIngressController([...images], common);
  const kind = SYSTEM_KINDS.get(id) ?? (isIngress ? "ingress-controller" : "pod");
  yield observed("client", id, "kind", kind, origin);
  yield observed("client", id, "name", row.owner.name, origin);
  yield observed("client", id, "namespace", row.namespace, origin);
  yield observed("client", id, "network", row.network, origin);
  yield observed("client", id, "nodes", [...nodes].sort(), origin);
  if (row.dials.length > 0) yield observed("client", id, "candidates", row.dials, origin);
  if (row.mentions.length > 0) yield observed("client", id, "mentions", row.mentions, origin);
  if (labels.size > 0) yield observed("client", id, "labels", common, origin);
  if (row.hostAliases.length > 0) {
    const entries = row.hostAliases.map((entry) => {
      const [address = "", name = ""] = entry.split(" ");
      return { address, name };
    });
    yield observed("client", id, "hosts", entries, origin);
  }
}

function* pullFacts(registry: string, nodes: readonly string[], origin: Origin): Iterable<Observation> {
  const id = `image-pull/${registry}`;
  const [, host = registry, port = "443"] = /^(.*):(\d+)$/.exec(registry) ?? [];
  yield observed("client", id, "kind", "image-pull", origin);
  yield observed("client", id, "name", host, origin);
  yield observed("client", id, "network", "host", origin);
  yield observed("client", id, "nodes", nodes, origin);
  yield observed("client", id, "candidates", [{ host, port: Number(port) }], origin);
}
