import * as z from "zod/mini";
import type { Origin } from "../../src/core/fact.ts";
import type { Backend, BalancerAddress } from "../../src/core/facts.ts";
import { isAddress } from "../../src/core/net.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { Observed, Resource, ResourceGraph } from "../../src/core/resource.ts";
import { CROSS_ZONE, IDLE, PRESERVE, preserveDefault } from "./attributes.ts";
import { healthCheckObservation, listenerSubject } from "./facts-of-listener.ts";
import { FIXED_SECURITY, nlb } from "./models.ts";
import {
  type LoadBalancerProps,
  listenerProps,
  loadBalancerProps,
  splitTarget,
  type TargetGroupProps,
  targetGroupProps,
  targetsProps,
} from "./props.ts";

const SPECIFIED: Origin = { kind: "specified", source: "spec" };
const OBSERVED: Origin = { kind: "observed", source: "ELBv2 API 2015-12-01" };

/** References may still stand where ARNs will; none of them is needed here. */
const listenerWithoutRefs = z.omit(listenerProps, { loadBalancerArn: true, targetGroupArn: true });
const targetsWithoutRefs = z.omit(targetsProps, { targetGroupArn: true });

/**
 * One address per subnet. Where AWS chooses it, nobody knows it before, and the API does not show it afterwards: a
 * placeholder stands for it, so that a plan can be judged before anything exists.
 */
const addressesOf = ({ subnets, zones }: LoadBalancerProps): readonly BalancerAddress[] =>
  Object.entries(subnets).map(([subnet, { address }]) => {
    const zone = zones?.[subnet];
    return {
      address: address ?? `(address in ${zone ?? subnet})`,
      ...(zone === undefined ? {} : { zone }),
      subnet,
    };
  });

/** Which targets one address chooses among: the group may overrule the load balancer. */
function crossZone(balancer: LoadBalancerProps, group: TargetGroupProps | undefined): boolean {
  const own = group?.attributes[CROSS_ZONE];
  return (own === "true" || own === "false" ? own : balancer.attributes[CROSS_ZONE]) === "true";
}

function preserves({ attributes, targetType }: TargetGroupProps): boolean {
  const live = attributes[PRESERVE];
  return live === undefined ? preserveDefault(targetType) : live === "true";
}

const backendsOf = (targets: Resource | undefined): readonly Backend[] =>
  Object.entries(targets === undefined ? {} : targetsWithoutRefs.parse(targets.props).targets).map(
    ([key, { zone }]) => {
      const { id, port } = splitTarget(key);
      return {
        ...(isAddress(id) ? { address: id } : { instanceId: id }),
        port,
        weight: 1,
        ...(zone === undefined || zone === "all" ? {} : { zone }),
      };
    },
  );

/** A compiled or observed graph in neutral terms. The balancer's subject id is its ARN once that is known. */
export function* topology(
  graph: Pick<ResourceGraph, "name" | "resources">,
  seen?: Observed,
): Iterable<Observation> {
  const originOf = (resource: Resource | undefined): Origin =>
    seen?.resources.some((candidate) => candidate === resource) ? OBSERVED : SPECIFIED;
  const find = (kind: string) => graph.resources.find((resource) => resource.kind === kind);
  const balancer = find("load-balancer");
  const known = balancer === undefined ? undefined : loadBalancerProps.safeParse(balancer.props).data;
  // Somebody else's is observed by name only.
  if (balancer === undefined || known === undefined) return;
  const group = find("target-group");
  const groupProps = group === undefined ? undefined : targetGroupProps.safeParse(group.props).data;
  const physical = seen?.resources.find(({ id }) => id === balancer.id)?.outputs;
  const id = physical?.["id"] ?? graph.name;
  const origin = originOf(balancer);
  yield observed("balancer", id, "title", known.name, origin);
  yield observed("balancer", id, "provider", "aws", origin);
  yield observed("balancer", id, "model", nlb.id, origin);
  yield observed("balancer", id, "scheme", known.scheme, origin);
  yield observed("balancer", id, "addresses", addressesOf(known), origin);
  yield observed("balancer", id, "securityGroups", known.securityGroups, origin);
  const dnsName = physical?.["dnsName"];
  if (dnsName !== undefined) yield observed("balancer", id, "names", [dnsName], OBSERVED);
  yield observed(
    "balancer",
    id,
    "settings",
    {
      ...FIXED_SECURITY,
      crossZone: crossZone(known, groupProps),
      ...(groupProps === undefined
        ? {}
        : { preserveClientIp: preserves(groupProps), targetType: groupProps.targetType }),
    },
    origin,
  );
  const targets = find("targets");
  const backends = backendsOf(targets);
  for (const resource of graph.resources) {
    if (resource.kind !== "listener") continue;
    const { port, protocol, attributes } = listenerWithoutRefs.parse(resource.props);
    const of = listenerSubject(id, port);
    const from = originOf(resource);
    yield observed("listener", of, "balancer", id, from);
    yield observed("listener", of, "port", port, from);
    yield observed(
      "listener",
      of,
      "protocol",
      protocol === "TLS" ? "tls" : protocol === "UDP" ? "udp" : "tcp",
      from,
    );
    yield observed("listener", of, "settings", { protocol }, from);
    const idle = Number(attributes[IDLE]);
    if (idle > 0) yield observed("listener", of, "idleTimeoutSeconds", idle, from);
    yield observed("listener", of, "backends", backends, originOf(targets ?? resource));
    if (groupProps !== undefined)
      yield healthCheckObservation(
        of,
        groupProps.healthCheck,
        backends.map((each) => each.port),
        originOf(group),
      );
  }
}
