import type { HostPort } from "../../core/facts.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Dials, dialsIn, hostOf, mayNameHost } from "../dials.ts";
import { at, type Fields, fieldsOf, listOf, portOf, textOf, textsOf } from "../fields.ts";
import { compileShape } from "../json/shape.ts";

const container = {
  image: true,
  command: [mayBeWanted],
  args: [mayBeWanted],
  env: [{ name: true, value: mayNameHostOrPort }],
} as const;

/** What is read of a Pod. The rest, most of it status and managedFields, is skipped without being parsed. */
export const POD_SHAPE = compileShape({
  kind: true,
  apiVersion: true,
  metadata: {
    name: true,
    namespace: true,
    labels: true,
    ownerReferences: [{ kind: true, name: true, controller: true }],
  },
  spec: {
    nodeName: true,
    hostNetwork: true,
    hostAliases: true,
    containers: [container],
    initContainers: [container],
  },
  status: { phase: true },
});

/** Words that say something although they name no host: the program whose flags are facts, and one of its flags. */
const WORDS = ["kube-apiserver", "--anonymous-auth"].map((word) => Buffer.from(word));

function mayBeWanted(bytes: Uint8Array, from: number, to: number): boolean {
  if (mayNameHost(bytes, from, to)) return true;
  return WORDS.some(
    (word) => to - from >= word.length && word.every((byte, index) => bytes[from + index] === byte),
  );
}

/** Values that name hosts, or are the port that belongs to a host in another variable. */
function mayNameHostOrPort(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 5) return mayNameHost(bytes, from, to);
  for (let position = from; position < to; position++) {
    const byte = bytes[position] as number;
    if (byte < 0x30 || byte > 0x39) return mayNameHost(bytes, from, to);
  }
  return to > from;
}

/** A Pod as slim as it is kept. */
export interface PodRow extends Dials {
  readonly namespace: string;
  readonly name: string;
  /** What it belongs to, ReplicaSets and Jobs traced back to Deployments and CronJobs by their names. */
  readonly owner: { readonly kind: string; readonly name: string };
  readonly node: string | undefined;
  readonly network: "host" | "pod";
  readonly labels: Fields;
  /** Entries of its own hosts file, `address name`, sorted. */
  readonly hostAliases: readonly string[];
  readonly images: readonly string[];
  readonly containers: readonly unknown[];
}

/** kubectl's and controllers' hash of a pod template: up to 10 of `bcdfghjklmnpqrstvwxz2456789` (k8s.io/apimachinery rand). */
const TEMPLATE_HASH = /-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/;
/** CronJobs name their Jobs after the scheduled minute since 1970, older ones after the second. */
const SCHEDULED_TIME = /-\d{8,10}$/;

function ownerOf(metadata: unknown, name: string, node: string | undefined): PodRow["owner"] {
  const owners = listOf(at(metadata, "ownerReferences"));
  const owner = owners.find((entry) => at(entry, "controller") === true) ?? owners[0];
  const kind = textOf(at(owner, "kind"));
  const ownerName = textOf(at(owner, "name"));
  if (kind === undefined || ownerName === undefined) return { kind: "Pod", name };
  if (kind === "ReplicaSet" && TEMPLATE_HASH.test(ownerName))
    return { kind: "Deployment", name: ownerName.replace(TEMPLATE_HASH, "") };
  if (kind === "Job" && SCHEDULED_TIME.test(ownerName))
    return { kind: "CronJob", name: ownerName.replace(SCHEDULED_TIME, "") };
  if (kind === "Node") {
    const suffix = `-${node ?? ownerName}`;
    return { kind: "static pod", name: name.endsWith(suffix) ? name.slice(0, -suffix.length) : name };
  }
  return { kind, name: ownerName };
}

/** The same few texts stand in thousands of pods. */
const memory = new Map<string, Dials>();
const MEMORY_ENTRIES = 20_000;

function remembered(text: string): Dials {
  let found = memory.get(text);
  if (found === undefined) {
    found = dialsIn(text);
    if (memory.size >= MEMORY_ENTRIES) memory.clear();
    memory.set(text, found);
  }
  return found;
}

/** Most candidates that are kept of one pod; hostile ones could name thousands. */
const MAX_DIALS = 64;

const HOST_VARIABLE = /^(.*[_-])?(HOST|HOSTNAME|ADDR|ADDRESS|SERVER|IP|ENDPOINT|DOMAIN)$/i;

/** A variable that holds a host alone, paired with its neighbour that holds the port: `X_HOST` with `X_PORT`. */
function portBeside(name: string, ports: ReadonlyMap<string, number>): number | undefined {
  const match = HOST_VARIABLE.exec(name);
  return match === null ? undefined : ports.get(`${match[1] ?? ""}PORT`.toUpperCase());
}

function dialsOf(containers: readonly unknown[]): Dials {
  const dials = new Map<string, HostPort>();
  const mentions = new Set<string>();
  const add = (found: Dials, port?: number) => {
    for (const dial of found.dials) dials.set(`${dial.host} ${dial.port}`, dial);
    for (const host of found.mentions)
      if (port === undefined) mentions.add(host);
      else dials.set(`${host} ${port}`, { host, port });
  };
  for (const one of containers) {
    for (const text of [...listOf(at(one, "command")), ...listOf(at(one, "args"))])
      if (typeof text === "string") add(remembered(text));
    const variables = listOf(at(one, "env"));
    const ports = new Map<string, number>();
    for (const variable of variables) {
      const name = at(variable, "name");
      const port = portOf(at(variable, "value"));
      if (typeof name === "string" && port !== undefined) ports.set(name.toUpperCase(), port);
    }
    for (const variable of variables) {
      const value = at(variable, "value");
      const name = at(variable, "name");
      if (typeof value !== "string" || typeof name !== "string") continue;
      add(remembered(value), portBeside(name, ports));
    }
  }
  return {
    dials: [...dials.values()].slice(0, MAX_DIALS),
    mentions: [...mentions].slice(0, MAX_DIALS),
  };
}

/** A Pod of any source, already reduced or not. Undefined for pods that have ended and for what has no name. */
export function podRow(value: unknown): PodRow | undefined {
  const metadata = at(value, "metadata");
  const name = textOf(at(metadata, "name"));
  const phase = at(value, "status", "phase");
  if (name === undefined || phase === "Succeeded" || phase === "Failed") return undefined;
  const spec = fieldsOf(at(value, "spec"));
  const node = textOf(spec["nodeName"]);
  const containers = [...listOf(spec["containers"]), ...listOf(spec["initContainers"])];
  return {
    namespace: textOf(at(metadata, "namespace")) ?? "default",
    name,
    owner: ownerOf(metadata, name, node),
    node,
    network: spec["hostNetwork"] === true ? "host" : "pod",
    labels: fieldsOf(at(metadata, "labels")),
    hostAliases: hostAliasesOf(spec["hostAliases"]),
    images: containers.flatMap((one) => textOf(at(one, "image")) ?? []),
    containers,
    ...dialsOf(containers),
  };
}

const hostAliasesOf = (value: unknown): readonly string[] =>
  listOf(value)
    .flatMap((entry) => {
      const address = canonicalAddress(textOf(at(entry, "ip")) ?? "");
      if (address === undefined) return [];
      return listOf(at(entry, "hostnames"))
        .flatMap((name) => hostOf(textOf(name) ?? "") ?? [])
        .map((name) => `${address} ${name}`);
    })
    .sort();

/** Full command line of a container, as far as it was kept. */
export const commandOf = (container: unknown): readonly string[] => [
  ...textsOf(at(container, "command")),
  ...textsOf(at(container, "args")),
];
