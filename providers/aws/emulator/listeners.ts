import { type AttributeTable, describeAttributes, modifyAttributes, range } from "./attributes.ts";
import {
  balancersOf,
  type Call,
  listener,
  listenersOf,
  loadBalancer,
  operation,
  targetGroup,
  visible,
} from "./call.ts";
import { actionList, forwardTarget, forwardXml } from "./forward-action.ts";
import { protocol } from "./health-check.ts";
import { page, pageFields } from "./paging.ts";
import { QUOTA } from "./quotas.ts";
import type { Listener, LoadBalancer, TargetGroup, TargetGroupProtocol } from "./state.ts";
import { mergeTags, tagList } from "./tags.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { flag, integer, list, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** Protocols of target groups that a listener of each protocol may forward to. */
const COMPATIBLE: Readonly<Record<TargetGroupProtocol, readonly TargetGroupProtocol[]>> = {
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

const IDLE_TIMEOUT: AttributeTable = { rules: { "tcp.idle_timeout.seconds": range(60, 6000) } };
const NO_ATTRIBUTES: AttributeTable = { rules: {} };

const listenerXml = (found: Listener): XmlValue => ({
  ListenerArn: found.arn,
  LoadBalancerArn: found.loadBalancerArn,
  Port: found.port,
  Protocol: found.protocol,
  DefaultActions: forwardXml(found.targetGroupArn),
});

function knownProtocol(wanted: string): TargetGroupProtocol {
  if (wanted === "TLS")
    throw new Refusal("CertificateNotFound", "This emulator has no certificates, so it has no TLS listeners");
  if (wanted !== "TCP" && wanted !== "UDP" && wanted !== "TCP_UDP")
    throw new Refusal(
      "UnsupportedProtocol",
      `Protocol '${wanted}' is not supported for load balancers of type 'network'`,
    );
  return wanted;
}

/** What must hold between a listener and the group that it forwards to. */
function checkForward(
  balancer: LoadBalancer,
  kind: TargetGroupProtocol,
  group: TargetGroup,
  call: Call,
): void {
  if (!COMPATIBLE[kind].includes(group.protocol))
    throw new Refusal(
      "IncompatibleProtocols",
      `The protocol '${group.protocol}' of target group '${group.arn}' is incompatible with the listener protocol '${kind}'`,
    );
  if (group.vpcId !== balancer.vpcId)
    throw new Refusal(
      "InvalidConfigurationRequest",
      `Target group '${group.arn}' is in the VPC '${group.vpcId}', the load balancer in '${balancer.vpcId}'`,
    );
  if (balancersOf(call.state, group).some(({ arn }) => arn !== balancer.arn))
    throw new Refusal(
      "TargetGroupAssociationLimit",
      `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
    );
}

const listenerFields = {
  Protocol: protocol(),
  Port: integer(1, 65535),
  SslPolicy: text(),
  Certificates: list(structure({ CertificateArn: text(), IsDefault: flag() })),
  AlpnPolicy: list(text()),
  MutualAuthentication: structure({
    Mode: text(),
    TrustStoreArn: text(),
    IgnoreClientCertificateExpiry: flag(),
  }),
};

const createShape = structure({
  LoadBalancerArn: required(text()),
  ...listenerFields,
  DefaultActions: required(actionList),
  Tags: tagList,
});

function create(input: Exclude<ReturnType<typeof createShape.read>, undefined>, call: Call): XmlValue {
  const { state, region, now } = call;
  if (input.Protocol === undefined || input.Port === undefined)
    throw invalid("A listener protocol and port must be specified");
  const { Port: port } = input;
  const kind = knownProtocol(input.Protocol);
  const balancer = loadBalancer(input.LoadBalancerArn, call);
  const group = targetGroup(forwardTarget(input.DefaultActions), call);
  checkForward(balancer, kind, group, call);
  const mine = state.listeners.filter(({ loadBalancerArn }) => loadBalancerArn === balancer.arn);
  const existing = mine.find((other) => other.port === port);
  if (existing !== undefined) {
    if (existing.protocol === kind && existing.targetGroupArn === group.arn)
      return { Listeners: [listenerXml(existing)] };
    throw new Refusal(
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${balancer.arn}'`,
    );
  }
  if (mine.length >= QUOTA.listenersPerLoadBalancer)
    throw new Refusal(
      "TooManyListeners",
      `The maximum number of listeners has been reached: ${QUOTA.listenersPerLoadBalancer}`,
    );
  const id = call.newId(16);
  const created: Listener = {
    arn: `${balancer.arn.replace(":loadbalancer/", ":listener/")}/${id}`,
    region,
    createdAtMs: now,
    tags: mergeTags({}, input.Tags),
    attributes: kind === "TCP" ? { "tcp.idle_timeout.seconds": "350" } : {},
    id,
    ruleId: call.newId(16),
    loadBalancerArn: balancer.arn,
    protocol: kind,
    port,
    targetGroupArn: group.arn,
    attachedAtMs: now,
  };
  state.listeners.push(created);
  return { Listeners: [listenerXml(created)] };
}

const describeShape = structure({
  LoadBalancerArn: text(),
  ListenerArns: list(required(text())),
  ...pageFields,
});

function describe(input: Exclude<ReturnType<typeof describeShape.read>, undefined>, call: Call): XmlValue {
  const { LoadBalancerArn: balancerArn, ListenerArns: arns = [] } = input;
  if ((balancerArn === undefined) === (arns.length === 0))
    throw invalid("Either a load balancer ARN or listener ARNs must be specified, but not both");
  if (balancerArn !== undefined) loadBalancer(balancerArn, call);
  for (const arn of arns) listener(arn, call);
  const named = visible(call.state.listeners, call).filter(({ arn, loadBalancerArn }) =>
    balancerArn === undefined ? arns.includes(arn) : loadBalancerArn === balancerArn,
  );
  const { items, NextMarker } = page(named, ({ arn }) => arn, input);
  return { Listeners: items.map(listenerXml), NextMarker };
}

/** Remembers when a target group lost its last listener. */
function release(groupArn: string, call: Call): void {
  const group = call.state.targetGroups.find(({ arn }) => arn === groupArn);
  if (group !== undefined && listenersOf(call.state, group).length === 0) group.releasedAtMs = call.now;
}

const modifyShape = structure({
  ListenerArn: required(text()),
  ...listenerFields,
  DefaultActions: actionList,
});

function modify(input: Exclude<ReturnType<typeof modifyShape.read>, undefined>, call: Call): XmlValue {
  const found = listener(input.ListenerArn, call);
  const balancer = loadBalancer(found.loadBalancerArn, call);
  const kind = input.Protocol === undefined ? found.protocol : knownProtocol(input.Protocol);
  const port = input.Port ?? found.port;
  const actions = input.DefaultActions;
  const group = targetGroup(actions === undefined ? found.targetGroupArn : forwardTarget(actions), call);
  checkForward(balancer, kind, group, call);
  if (
    call.state.listeners.some(
      (other) => other !== found && other.loadBalancerArn === balancer.arn && other.port === port,
    )
  )
    throw new Refusal(
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${balancer.arn}'`,
    );
  const before = found.targetGroupArn;
  if (kind !== found.protocol) found.attributes = kind === "TCP" ? { "tcp.idle_timeout.seconds": "350" } : {};
  found.protocol = kind;
  found.port = port;
  found.targetGroupArn = group.arn;
  if (before !== group.arn) {
    found.attachedAtMs = call.now;
    release(before, call);
  }
  return { Listeners: [listenerXml(found)] };
}

const arnOnly = structure({ ListenerArn: required(text()) });

export const listenerOperations = {
  CreateListener: operation("write", createShape, create),
  DescribeListeners: operation("read", describeShape, describe),
  ModifyListener: operation("write", modifyShape, modify),
  DeleteListener: operation("write", arnOnly, ({ ListenerArn }, call): XmlValue => {
    const found = listener(ListenerArn, call);
    call.state.listeners = call.state.listeners.filter((other) => other !== found);
    release(found.targetGroupArn, call);
    return {};
  }),
  DescribeListenerAttributes: operation("read", arnOnly, ({ ListenerArn }, call) =>
    describeAttributes(listener(ListenerArn, call)),
  ),
  ModifyListenerAttributes: modifyAttributes("ListenerArn", "Listener", listener, ({ protocol: kind }) =>
    kind === "TCP" ? IDLE_TIMEOUT : NO_ATTRIBUTES,
  ),
  DescribeListenerCertificates: operation(
    "read",
    structure({ ListenerArn: required(text()), ...pageFields }),
    ({ ListenerArn }, call): XmlValue => {
      listener(ListenerArn, call);
      return { Certificates: [] };
    },
  ),
};
