import type { Origin } from "../../core/fact.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { hostPortOf } from "../dials.ts";
import { at, type Fields, listOf, textOf } from "../fields.ts";

/** A client that is the API server itself; on which nodes, is known from the masters. */
export function* apiServerDials(
  kind: "admission-webhook" | "conversion-webhook" | "oidc-issuer",
  name: string,
  url: string,
  origin: Origin,
): Iterable<Observation> {
  const target = hostPortOf(url);
  if (target === undefined) return;
  const id = `kube-apiserver/${kind}/${name}`;
  yield observed("client", id, "kind", kind, origin);
  yield observed("client", id, "name", name, origin);
  yield observed("client", id, "network", "host", origin);
  yield observed("client", id, "dials", [target], origin);
}

/** Validating and mutating webhooks that are given by URL; those given by Service never meet a load balancer. */
export function* projectAdmissionWebhooks(object: Fields, origin: Origin): Iterable<Observation> {
  const configuration = textOf(at(object, "metadata", "name")) ?? "";
  for (const webhook of listOf(object["webhooks"])) {
    const url = textOf(at(webhook, "clientConfig", "url"));
    const name = textOf(at(webhook, "name"));
    if (url !== undefined && name !== undefined)
      yield* apiServerDials("admission-webhook", `${configuration}/${name}`, url, origin);
  }
}

export function* projectDefinition(object: Fields, origin: Origin): Iterable<Observation> {
  const name = textOf(at(object, "metadata", "name"));
  const url = textOf(at(object, "spec", "conversion", "webhook", "clientConfig", "url"));
  if (url !== undefined && name !== undefined) yield* apiServerDials("conversion-webhook", name, url, origin);
}
