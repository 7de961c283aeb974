import type { Origin } from "../../core/fact.ts";
import type { ServiceAddress, ServicePort } from "../../core/facts.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { hostOf } from "../dials.ts";
import { at, type Fields, listOf, portOf, textMapOf, textOf, textsOf } from "../fields.ts";
import { subjectId } from "./subject-id.ts";

const TYPES = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"] as const;
const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;

/** external-dns writes these names into DNS for the Service's addresses. */
const DNS_NAMES = "external-dns.alpha.kubernetes.io/hostname";

const addressesOf = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) => canonicalAddress(value) ?? []);

function portsOf(value: unknown): readonly ServicePort[] {
  return listOf(value).flatMap((entry) => {
    const port = portOf(at(entry, "port"));
    if (port === undefined) return [];
    const nodePort = portOf(at(entry, "nodePort"));
    const target = at(entry, "targetPort");
    const targetPort = portOf(target) ?? textOf(target);
    const protocol = PROTOCOLS.find((known) => known === at(entry, "protocol")) ?? "TCP";
    return [
      {
        port,
        protocol,
        ...(nodePort === undefined ? {} : { nodePort }),
        ...(targetPort === undefined ? {} : { targetPort }),
      },
    ];
  });
}

export function* projectService(object: Fields, origin: Origin): Iterable<Observation> {
  const id = subjectId(object);
  if (id === undefined) return;
  const spec = at(object, "spec");
  const type = TYPES.find((known) => known === at(spec, "type")) ?? "ClusterIP";
  yield observed("service", id, "type", type, origin);
  const clusterIps = addressesOf([...textsOf(at(spec, "clusterIPs")), textOf(at(spec, "clusterIP")) ?? ""]);
  if (clusterIps.length > 0) yield observed("service", id, "clusterIps", [...new Set(clusterIps)], origin);
  const externalIps = addressesOf(textsOf(at(spec, "externalIPs")));
  if (externalIps.length > 0) yield observed("service", id, "externalIps", externalIps, origin);
  const policy = at(spec, "externalTrafficPolicy");
  if (policy === "Local" || policy === "Cluster")
    yield observed("service", id, "externalTrafficPolicy", policy, origin);
  const selector = textMapOf(at(spec, "selector"));
  if (Object.keys(selector).length > 0) yield observed("service", id, "selector", selector, origin);
  const ports = portsOf(at(spec, "ports"));
  if (ports.length > 0) yield observed("service", id, "ports", ports, origin);
  const { addresses, hostnames } = statusOf(object);
  if (addresses.length > 0) yield observed("service", id, "addresses", addresses, origin);
  if (hostnames.length > 0) yield observed("service", id, "hostnames", hostnames, origin);
  const names = (textOf(at(object, "metadata", "annotations", DNS_NAMES)) ?? "").split(",");
  yield* namesLeadTo(names, object, origin);
}

/** The load balancer in the status of a Service or an Ingress. */
function statusOf(object: Fields): {
  readonly addresses: readonly ServiceAddress[];
  readonly hostnames: readonly string[];
} {
  const entries = listOf(at(object, "status", "loadBalancer", "ingress"));
  return {
    addresses: entries.flatMap((entry) => {
      const address = canonicalAddress(textOf(at(entry, "ip")) ?? "");
      const ipMode = at(entry, "ipMode") === "Proxy" ? "Proxy" : "VIP";
      return address === undefined ? [] : [{ address, ipMode } as const];
    }),
    hostnames: entries.flatMap((entry) => hostOf(textOf(at(entry, "hostname")) ?? "") ?? []),
  };
}

/** Names that lead to whatever the object's status says. */
export function* namesLeadTo(
  names: readonly string[],
  object: Fields,
  origin: Origin,
): Iterable<Observation> {
  const { addresses, hostnames } = statusOf(object);
  for (const text of names) {
    const name = hostOf(text.trim());
    if (name === undefined) continue;
    const found = addresses.map(({ address }) => address);
    if (found.length > 0) yield observed("name", name, "addresses", found, origin);
    if (hostnames.length > 0) yield observed("name", name, "aliases", hostnames, origin);
  }
}
