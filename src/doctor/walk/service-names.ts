import { knownValue, type Topology } from "../../core/topology.ts";

/** `web.shop`, `web.shop.svc` and `web.shop.svc.cluster.local`; the cluster's own domain may be called otherwise. */
const IN_CLUSTER = /^([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)(?:\.svc(?:\.[a-z0-9.-]+)?)?$/;

/** Addresses that the cluster's DNS gives for a Service's name; pods see them, nodes do not. */
export function serviceAddresses(topology: Topology, name: string): readonly string[] {
  const [, service, namespace] = IN_CLUSTER.exec(name) ?? [];
  if (service === undefined) return [];
  return knownValue(topology, "service", `${namespace}/${service}`, "clusterIps") ?? [];
}
