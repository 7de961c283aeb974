import type { Origin } from "../core/fact.ts";
import { canonicalAddress } from "../core/net.ts";
import { type Observation, observed } from "../core/observation.ts";
import { portOf } from "./fields.ts";
import { apiServerDials } from "./kubernetes/webhooks.ts";

/** Flags of a command line, `--name=value` and `--name value`; a flag alone is `true`. The last one counts. */
export function flagsOf(command: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (const [index, word] of command.entries()) {
    const [, name, , value] = /^--?([A-Za-z][\w.-]*)(=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) continue;
    const next = command[index + 1];
    flags.set(name, value ?? (next === undefined || next.startsWith("-") ? "true" : next));
  }
  return flags;
}

/** kube-apiserver's own default for `--secure-port`. */
const SECURE_PORT = 6443;

/** What the flags of an API server say, those of the cluster and those of its node. */
export function* apiServerFacts(
  flags: ReadonlyMap<string, string>,
  node: string | undefined,
  origin: Origin,
): Iterable<Observation> {
  const anonymous = flags.get("anonymous-auth");
  if (anonymous === "true" || anonymous === "false")
    yield observed("cluster", "cluster", "anonymousAuth", anonymous === "true", origin);
  const services = flags.get("service-cluster-ip-range");
  if (services !== undefined)
    yield observed("cluster", "cluster", "serviceCidrs", services.split(","), origin);
  const issuer = flags.get("oidc-issuer-url");
  if (issuer !== undefined) yield* apiServerDials("oidc-issuer", issuerName(issuer), issuer, origin);
  const address = canonicalAddress(flags.get("advertise-address") ?? "");
  if (address === undefined) return;
  const target = { host: address, port: portOf(flags.get("secure-port")) ?? SECURE_PORT };
  yield observed("cluster", "cluster", "apiServerEndpoints", [target], origin);
  if (node === undefined) return;
  yield observed("node", node, "apiServer", target, origin);
  yield observed("node", node, "roles", ["master"], origin);
  yield observed("node", node, "addresses", [address], origin);
  yield observed("cluster", "cluster", "masters", [node], origin);
}

/** The URL without what may be secret in it. */
function issuerName(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname === "/" ? "" : pathname}`;
  } catch {
    return "issuer";
  }
}
