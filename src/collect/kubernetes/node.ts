import type { Origin } from "../../core/fact.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import { at, type Fields, listOf, textMapOf, textOf, textsOf } from "../fields.ts";
import { compileShape } from "../json/shape.ts";

/** What is read of a Node; lists of images make most of the rest. */
export const NODE_SHAPE = compileShape({
  kind: true,
  apiVersion: true,
  metadata: { name: true, labels: true },
  spec: { podCIDR: true, podCIDRs: true, providerID: true },
  status: {
    addresses: [{ type: true, address: true }],
    nodeInfo: { kubeletVersion: true, containerRuntimeVersion: true },
  },
});

const MASTER_LABELS = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];
/** The second until Kubernetes 1.17, and still set by some. */
const ZONE_LABELS = ["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"];

/**
 * The instance in a provider id: `aws:///eu-west-1a/i-0abc`, `cn-hangzhou.i-bp1abc` or `alicloud://…` with the same,
 * `gce://project/zone/name`, `azure:///subscriptions/…/virtualMachines/name`, `openstack:///uuid`.
 */
function instanceIdOf(providerId: string): string | undefined {
  const last = providerId.split("/").at(-1) ?? "";
  const [, instance = last] = /^[a-z]{2,}-[a-z0-9-]+\.(i-[a-z0-9]+)$/.exec(last) ?? [];
  return instance === "" ? undefined : instance;
}

export function* projectNode(object: Fields, origin: Origin): Iterable<Observation> {
  const name = textOf(at(object, "metadata", "name"));
  if (name === undefined) return;
  const labels = textMapOf(at(object, "metadata", "labels"));
  const isMaster = MASTER_LABELS.some((label) => Object.hasOwn(labels, label));
  yield observed("node", name, "roles", [isMaster ? "master" : "worker"], origin);
  if (isMaster) yield observed("cluster", "cluster", "masters", [name], origin);
  const addresses = listOf(at(object, "status", "addresses")).flatMap((entry) => {
    const type = at(entry, "type");
    const address = canonicalAddress(textOf(at(entry, "address")) ?? "");
    return address !== undefined && (type === "InternalIP" || type === "ExternalIP") ? [address] : [];
  });
  if (addresses.length > 0) yield observed("node", name, "addresses", addresses, origin);
  const instanceId = instanceIdOf(textOf(at(object, "spec", "providerID")) ?? "");
  if (instanceId !== undefined) yield observed("node", name, "instanceId", instanceId, origin);
  const [, cloud] = /^([a-z][a-z0-9-]*:\/\/)/.exec(textOf(at(object, "spec", "providerID")) ?? "") ?? [];
  if (cloud !== undefined) yield observed("node", name, "cloud", cloud, origin);
  const zone = ZONE_LABELS.map((label) => textOf(labels[label])).find((label) => label !== undefined);
  if (zone !== undefined) yield observed("node", name, "zone", zone, origin);
  const one = textOf(at(object, "spec", "podCIDR"));
  const ranges = new Set([...(one === undefined ? [] : [one]), ...textsOf(at(object, "spec", "podCIDRs"))]);
  if (ranges.size > 0) yield observed("node", name, "podCidrs", [...ranges], origin);
  const version = textOf(at(object, "status", "nodeInfo", "kubeletVersion"));
  if (version !== undefined) yield observed("node", name, "kubeletVersion", version, origin);
  const runtime = textOf(at(object, "status", "nodeInfo", "containerRuntimeVersion"));
  if (runtime !== undefined) yield observed("node", name, "containerRuntime", runtime, origin);
}
