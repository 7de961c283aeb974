import type { Origin } from "../../core/fact.ts";
import type { Observation } from "../../core/observation.ts";
import { at, type Fields, listOf, textOf } from "../fields.ts";
import { namesLeadTo } from "./service.ts";

/** The hosts of an Ingress lead to the addresses of its controller's load balancer. Wildcards name no host. */
export function* projectIngress(object: Fields, origin: Origin): Iterable<Observation> {
  const hosts = listOf(at(object, "spec", "rules")).flatMap((rule) => textOf(at(rule, "host")) ?? []);
  yield* namesLeadTo(
    [...new Set(hosts)].filter((host) => !host.includes("*")),
    object,
    origin,
  );
}
