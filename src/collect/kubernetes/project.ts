import type { Origin } from "../../core/fact.ts";
import type { Observation } from "../../core/observation.ts";
import { at, type Fields, textOf } from "../fields.ts";
import type { Compiled } from "../json/shape.ts";
import { projectCalicoInstallation, projectFelixConfiguration } from "./calico.ts";
import { projectConfigMap } from "./config-map.ts";
import { projectDaemonSet } from "./daemon-set.ts";
import { projectEndpointSlice, projectEndpoints } from "./endpoints.ts";
import { projectIngress } from "./ingress.ts";
import { projectKubeProxyConfiguration } from "./kube-proxy.ts";
import { projectClusterConfiguration, projectInitConfiguration } from "./kubeadm.ts";
import { projectIpPool } from "./networks.ts";
import { NODE_SHAPE, projectNode } from "./node.ts";
import { POD_SHAPE } from "./pod-row.ts";
import { projectService } from "./service.ts";
import { projectAdmissionWebhooks, projectDefinition } from "./webhooks.ts";

/** What one object of a kind says. Pure. */
export type Project = (object: Fields, origin: Origin) => Iterable<Observation>;

/** Kinds with something to say; pods are not here, since they are united before they say anything. */
const PROJECTS: ReadonlyMap<string, Project> = new Map([
  ["Node", projectNode],
  ["Service", projectService],
  ["Endpoints", projectEndpoints],
  ["EndpointSlice", projectEndpointSlice],
  ["Ingress", projectIngress],
  ["ConfigMap", projectConfigMap],
  ["DaemonSet", projectDaemonSet],
  ["IPPool", projectIpPool],
  ["Installation", projectCalicoInstallation],
  ["FelixConfiguration", projectFelixConfiguration],
  ["ValidatingWebhookConfiguration", projectAdmissionWebhooks],
  ["MutatingWebhookConfiguration", projectAdmissionWebhooks],
  ["CustomResourceDefinition", projectDefinition],
  ["ClusterConfiguration", projectClusterConfiguration],
  ["InitConfiguration", projectInitConfiguration],
  ["JoinConfiguration", projectInitConfiguration],
  ["KubeProxyConfiguration", projectKubeProxyConfiguration],
]);

/** The large and many ones, of which only parts are read. */
export const SHAPES: ReadonlyMap<string, Compiled> = new Map([
  ["Pod", POD_SHAPE],
  ["Node", NODE_SHAPE],
]);

export const projectOf = (kind: string): Project | undefined => PROJECTS.get(kind);

/**
 * Kind of an object. Items of a List whose kind follows its items, or is sorted behind them, name none: then it is
 * told by what only that kind has.
 */
export function kindOf(value: unknown, listKind: string | undefined): string | undefined {
  const own = textOf(at(value, "kind"));
  if (own !== undefined)
    return textOf(at(value, "apiVersion")) === undefined && listKind === undefined ? undefined : own;
  if (listKind !== undefined) return listKind;
  if (textOf(at(value, "metadata", "name")) === undefined) return undefined;
  if (Array.isArray(at(value, "spec", "containers"))) return "Pod";
  if (at(value, "status", "nodeInfo") !== undefined) return "Node";
  if (Array.isArray(at(value, "subsets"))) return "Endpoints";
  if (textOf(at(value, "spec", "clusterIP")) !== undefined) return "Service";
  return undefined;
}
