import type { Origin } from "../../core/fact.ts";
import { isCidr } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { at, type Fields, listOf, textOf } from "../fields.ts";
import { masquerade, network } from "./networks.ts";

/** Other projects have a kind of this name, too. */
const isOf = (object: Fields, group: string): boolean =>
  (textOf(object["apiVersion"]) ?? "").startsWith(`${group}/`);

/**
 * What Calico's operator was told at installation. Its pools translate unless told otherwise, and later changes here are
 * not applied (Calico documentation, "Configure default IP pools"), so that live IPPools go before.
 */
export function* projectCalicoInstallation(object: Fields, origin: Origin): Iterable<Observation> {
  if (!isOf(object, "operator.tigera.io")) return;
  yield* network("calico", origin);
  for (const pool of listOf(at(object, "spec", "calicoNetwork", "ipPools"))) {
    const cidr = textOf(at(pool, "cidr"));
    if (cidr === undefined || !isCidr(cidr)) continue;
    yield observed("cluster", "cluster", "podCidrs", [cidr], origin);
    const enabled = at(pool, "natOutgoing") !== "Disabled";
    yield* masquerade(
      { by: "calico-operator", enabled, sources: [cidr], exceptDestinations: [cidr] },
      origin,
    );
  }
}

/**
 * Felix's own settings. `natOutgoingExclusions` spares addresses of nodes, which a load balancer's is not, and nothing else
 * in it decides the source of a pod's packet to one.
 */
export function* projectFelixConfiguration(object: Fields, origin: Origin): Iterable<Observation> {
  if (isOf(object, "crd.projectcalico.org") || isOf(object, "projectcalico.org"))
    yield* network("calico", origin);
}
