import type { Origin } from "../../core/fact.ts";
import type { HostPort } from "../../core/facts.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { at, type Fields, listOf, portOf, textOf, textsOf } from "../fields.ts";
import { subjectId } from "./subject-id.ts";

/** The Service in front of the API servers; its endpoints are their advertised addresses. */
const API_SERVICE = "default/kubernetes";

interface Endpoint {
  readonly address: string | undefined;
  readonly node: string | undefined;
}

function* facts(
  service: string,
  endpoints: readonly Endpoint[],
  ports: readonly number[],
  origin: Origin,
): Iterable<Observation> {
  const nodes = new Set(endpoints.flatMap(({ node }) => node ?? []));
  if (nodes.size > 0) yield observed("service", service, "endpointNodes", [...nodes], origin);
  const addresses = new Set(endpoints.flatMap(({ address }) => address ?? []));
  if (addresses.size > 0) yield observed("service", service, "endpoints", [...addresses], origin);
  if (service !== API_SERVICE) return;
  const pairs = endpoints.flatMap(({ address }): HostPort[] =>
    address === undefined ? [] : ports.map((port) => ({ host: address, port })),
  );
  if (pairs.length > 0) yield observed("cluster", "cluster", "apiServerEndpoints", pairs, origin);
}

export function* projectEndpoints(object: Fields, origin: Origin): Iterable<Observation> {
  const service = subjectId(object);
  if (service === undefined) return;
  for (const subset of listOf(object["subsets"])) {
    const endpoints = listOf(at(subset, "addresses")).map((entry) => ({
      address: canonicalAddress(textOf(at(entry, "ip")) ?? ""),
      node: textOf(at(entry, "nodeName")),
    }));
    yield* facts(service, endpoints, portsOf(at(subset, "ports")), origin);
  }
}

export function* projectEndpointSlice(object: Fields, origin: Origin): Iterable<Observation> {
  const name = textOf(at(object, "metadata", "labels", "kubernetes.io/service-name"));
  if (name === undefined) return;
  const service = `${textOf(at(object, "metadata", "namespace")) ?? "default"}/${name}`;
  const endpoints = listOf(object["endpoints"]).flatMap((entry): Endpoint[] => {
    const node = textOf(at(entry, "nodeName"));
    // An absent condition counts as ready.
    if (at(entry, "conditions", "ready") === false) return [];
    return textsOf(at(entry, "addresses")).map((address) => ({ address: canonicalAddress(address), node }));
  });
  yield* facts(service, endpoints, portsOf(object["ports"]), origin);
}

const portsOf = (value: unknown): readonly number[] =>
  listOf(value).flatMap((entry) => portOf(at(entry, "port")) ?? []);
