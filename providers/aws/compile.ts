import { OWNER_TAG } from "../../src/core/provider.ts";
import type { Resource, ResourceGraph } from "../../src/core/resource.ts";
import { err, ok, type Result } from "../../src/core/result.ts";
import type { Spec, SpecIssue } from "../../src/core/spec.ts";
import {
  CROSS_ZONE,
  DELETION_PROTECTION,
  DNS_POLICY,
  DRAIN,
  DRAIN_CUT,
  IDLE,
  LISTENER_DEFAULTS,
  PRESERVE,
  targetGroupDefaults,
  UNHEALTHY_CUT,
} from "./attributes.ts";
import { checkHealth } from "./checks/health.ts";
import { checkListener } from "./checks/listener.ts";
import { checkMasters, targetId } from "./checks/masters.ts";
import { checkNetwork } from "./checks/network.ts";
import { checkTags } from "./checks/tags.ts";
import { type Options, readOptions } from "./options.ts";
import { asProps } from "./props.ts";
import { LOAD_BALANCER, TARGET_GROUP } from "./refs.ts";

const tagsOf = (spec: Spec) => ({ ...spec.tags, [OWNER_TAG]: spec.name });

function loadBalancer(spec: Spec, options: Options): Resource {
  const zones = Object.fromEntries(
    spec.subnets.flatMap(({ id, zone }) => (zone === undefined ? [] : [[id, zone]])),
  );
  return {
    id: "load-balancer",
    kind: "load-balancer",
    props: asProps({
      name: spec.name,
      type: "network",
      scheme: spec.scheme,
      ipAddressType: options.ipAddressType,
      vpcId: spec.vpcId,
      subnets: Object.fromEntries(
        spec.subnets.map(({ id, address }) => [id, address === undefined ? {} : { address }]),
      ),
      zones: Object.keys(zones).length > 0 ? zones : undefined,
      hasSecurityGroups: spec.securityGroups.length > 0,
      securityGroups: [...new Set(spec.securityGroups)].sort(),
      attributes: {
        [CROSS_ZONE]: String(spec.crossZone ?? false),
        [DELETION_PROTECTION]: String(spec.deletionProtection),
        [DNS_POLICY]: options.dnsRecordClientRoutingPolicy,
      },
      tags: tagsOf(spec),
    }),
  };
}

function healthCheck({ healthCheck: wish }: Spec) {
  const common = {
    protocol: wish.protocol.toUpperCase(),
    port: wish.port === undefined ? "traffic-port" : String(wish.port),
    intervalSeconds: wish.intervalSeconds,
    timeoutSeconds: wish.timeoutSeconds,
    healthyThreshold: wish.healthyThreshold,
    unhealthyThreshold: wish.unhealthyThreshold,
  };
  return wish.protocol === "tcp" ? common : { ...common, path: wish.path, matcher: wish.codes };
}

/** The VPC is left to the load balancer unless the spec names it: its creation answers with the VPC of its subnets. */
const targetGroup = (spec: Spec, options: Options): Resource => ({
  id: "target-group",
  kind: "target-group",
  props: asProps({
    name: spec.name,
    protocol: "TCP",
    vpcId: spec.vpcId,
    targetType: options.targetType,
    ipAddressType: options.ipAddressType,
    healthCheck: healthCheck(spec),
    attributes: {
      ...targetGroupDefaults,
      [PRESERVE]: String(spec.clientAddress === "preserve"),
      [DRAIN]: String(spec.drainSeconds ?? targetGroupDefaults[DRAIN]),
      [DRAIN_CUT]: String(options.deregistrationConnectionTermination),
      [UNHEALTHY_CUT]: String(options.unhealthyConnectionTermination),
    },
    tags: tagsOf(spec),
  }),
});

/** The API states zones of ip targets only; instances are where they are. */
const targets = (spec: Spec, options: Options): Resource => ({
  id: "targets",
  kind: "targets",
  props: {
    targetGroupArn: TARGET_GROUP,
    targets: Object.fromEntries(
      spec.masters.map((master) => [
        `${targetId(master, options)}:${master.port}`,
        options.targetType === "ip" && master.zone !== undefined ? { zone: master.zone } : {},
      ]),
    ),
  },
});

const listener = (spec: Spec): Resource => ({
  id: `listener/${spec.port}`,
  kind: "listener",
  props: {
    loadBalancerArn: LOAD_BALANCER,
    port: spec.port,
    protocol: "TCP",
    targetGroupArn: TARGET_GROUP,
    attributes: { [IDLE]: String(spec.idleTimeoutSeconds ?? LISTENER_DEFAULTS[IDLE]) },
    tags: tagsOf(spec),
  },
});

/** The spec in NLB's terms with every default filled in, or all reasons why an NLB cannot do it. */
export function compile(spec: Spec): Result<ResourceGraph, readonly SpecIssue[]> {
  const { options, issues } = readOptions(spec.options);
  const all = [
    ...checkNetwork(spec),
    ...checkMasters(spec, options),
    ...checkHealth(spec),
    ...checkListener(spec),
    ...checkTags(spec),
    ...issues,
  ];
  if (all.length > 0) return err(all);
  return ok({
    provider: "aws",
    name: spec.name,
    resources: [
      loadBalancer(spec, options),
      targetGroup(spec, options),
      targets(spec, options),
      listener(spec),
    ],
  });
}
