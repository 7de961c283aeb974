import { stableJson } from "../../../src/core/json.ts";
import { describeAttributes, modifyAttributes } from "./attributes.ts";
import { type Call, listenersOf, loadBalancer, operation, visible } from "./call.ts";
import { LOAD_BALANCER_ATTRIBUTES, loadBalancerDefaults } from "./load-balancer-attributes.ts";
import { page, pageFields } from "./paging.ts";
import { checkSecurityGroups, placementFields, placements, settle } from "./placement.ts";
import { QUOTA } from "./quotas.ts";
import { ACCOUNT, type LoadBalancer, type Zone } from "./state.ts";
import { mergeTags, tagList } from "./tags.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { list, oneOf, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** ARNs or names that one DescribeLoadBalancers may name. */
const MAX_NAMED = 20;

function checkName(name: string): void {
  if (name.length > 32)
    throw invalid(`The load balancer name '${name}' cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw invalid(
      `The load balancer name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  if (/^-|-$/.test(name))
    throw invalid(`The load balancer name '${name}' cannot begin or end with a hyphen(-)`);
  if (name.startsWith("internal-"))
    throw invalid(`The load balancer name '${name}' cannot begin with 'internal-'`);
}

export const zoneXml = ({ zone, subnetId, address, chosen }: Zone): XmlValue => ({
  ZoneName: zone,
  SubnetId: subnetId,
  LoadBalancerAddresses: chosen ? [{ PrivateIPv4Address: address }] : [],
});

export const isActive = (balancer: LoadBalancer, call: Pick<Call, "state" | "now">): boolean =>
  call.now - balancer.createdAtMs >= call.state.settings.provisioningMs;

const dnsName = ({ name, id, region }: LoadBalancer): string => `${name}-${id}.elb.${region}.amazonaws.com`;

function balancerXml(balancer: LoadBalancer, call: Call): XmlValue {
  return {
    LoadBalancerArn: balancer.arn,
    DNSName: dnsName(balancer),
    // The real ids are per region; nothing here resolves, so this one says what it is.
    CanonicalHostedZoneId: "ZEMULATEDNLB",
    CreatedTime: new Date(balancer.createdAtMs).toISOString(),
    LoadBalancerName: balancer.name,
    Scheme: balancer.scheme,
    VpcId: balancer.vpcId,
    State: { Code: isActive(balancer, call) ? "active" : "provisioning" },
    Type: "network",
    AvailabilityZones: balancer.zones.map(zoneXml),
    SecurityGroups: balancer.securityGroups.length > 0 ? balancer.securityGroups : undefined,
    IpAddressType: balancer.ipAddressType,
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: balancer.enforcePrivateLink ?? undefined,
    EnablePrefixForIpv6SourceNat: "off",
  };
}

/** What decides whether a second create means the same load balancer. Tags do not count (see the behaviour page). */
const identity = (
  scheme: string,
  subnets: readonly (readonly [string, string | undefined])[],
  groups: readonly string[],
) => stableJson([scheme, [...subnets].sort(), [...groups].sort()]);

const createShape = structure({
  Name: required(text()),
  ...placementFields,
  SecurityGroups: list(required(text())),
  Scheme: oneOf("internet-facing", "internal"),
  Tags: tagList,
  Type: oneOf("application", "network", "gateway"),
  IpAddressType: oneOf("ipv4", "dualstack", "dualstack-without-public-ipv4"),
  CustomerOwnedIpv4Pool: text(),
  EnablePrefixForIpv6SourceNat: oneOf("on", "off"),
  IpamPools: structure({ Ipv4IpamPoolId: text() }),
});

type CreateInput = Exclude<ReturnType<typeof createShape.read>, undefined>;

function create(input: CreateInput, call: Call): XmlValue {
  const { Name: name, Scheme: scheme = "internet-facing", SecurityGroups: groups = [] } = input;
  const { state, region, now } = call;
  checkName(name);
  if (input.Type !== "network")
    throw new Refusal(
      "InvalidConfigurationRequest",
      `This emulator knows load balancers of type 'network' only, not '${input.Type ?? "application"}'`,
    );
  if (input.CustomerOwnedIpv4Pool !== undefined || input.IpamPools !== undefined)
    throw new Refusal(
      "InvalidConfigurationRequest",
      "Address pools are not supported for load balancers of type 'network'",
    );
  const placed = placements(input, scheme, call);
  const vpcId = placed[0]?.subnet.vpcId ?? "";
  if ((input.IpAddressType ?? "ipv4") !== "ipv4" || input.EnablePrefixForIpv6SourceNat === "on")
    throw new Refusal("InvalidSubnet", "The subnets have no IPv6 range");
  checkSecurityGroups(groups, vpcId, call);
  const wish = identity(
    scheme,
    placed.map(({ subnet, address }) => [subnet.id, address]),
    groups,
  );
  const mine = state.loadBalancers.filter((balancer) => balancer.region === region);
  const existing = mine.find((balancer) => balancer.name === name);
  if (existing !== undefined) {
    const { zones } = existing;
    const has = identity(
      existing.scheme,
      zones.map(({ subnetId, chosen, address }) => [subnetId, chosen ? address : undefined]),
      existing.securityGroups,
    );
    if (has === wish) return { LoadBalancers: [balancerXml(existing, call)] };
    throw new Refusal(
      "DuplicateLoadBalancerName",
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  if (mine.length >= QUOTA.loadBalancers)
    throw new Refusal(
      "TooManyLoadBalancers",
      `The maximum number of load balancers has been reached: ${QUOTA.loadBalancers}`,
    );
  const tags = mergeTags({}, input.Tags);
  const id = call.newId(16);
  const created: LoadBalancer = {
    arn: `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:loadbalancer/net/${name}/${id}`,
    region,
    createdAtMs: now,
    tags,
    attributes: loadBalancerDefaults(scheme),
    name,
    id,
    scheme,
    vpcId,
    ipAddressType: "ipv4",
    zones: settle(placed, [], call),
    securityGroups: [...groups],
    enforcePrivateLink: groups.length > 0 ? "on" : null,
  };
  state.loadBalancers.push(created);
  return { LoadBalancers: [balancerXml(created, call)] };
}

const describeShape = structure({
  LoadBalancerArns: list(required(text())),
  Names: list(required(text())),
  ...pageFields,
});

function describe(input: Exclude<ReturnType<typeof describeShape.read>, undefined>, call: Call): XmlValue {
  const { LoadBalancerArns: arns = [], Names: names = [] } = input;
  if (arns.length > 0 && names.length > 0)
    throw invalid("Load balancer names and load balancer ARNs cannot be specified at the same time");
  if (arns.length > MAX_NAMED || names.length > MAX_NAMED)
    throw invalid(`The maximum number of load balancers that can be specified is ${MAX_NAMED}`);
  const all = visible(call.state.loadBalancers, call);
  const missing = names.filter((name) => !all.some((balancer) => balancer.name === name));
  if (missing.length > 0)
    throw new Refusal("LoadBalancerNotFound", `Load balancers '[${missing.join(", ")}]' not found`);
  for (const arn of arns) loadBalancer(arn, call);
  const named = all.filter(
    ({ arn, name }) =>
      (arns.length === 0 || arns.includes(arn)) && (names.length === 0 || names.includes(name)),
  );
  const { items, NextMarker } = page(named, ({ arn }) => arn, input);
  return { LoadBalancers: items.map((balancer) => balancerXml(balancer, call)), NextMarker };
}

function remove(arn: string, call: Call): XmlValue {
  if (!/^arn:[^:]*:elasticloadbalancing:[^:]*:[^:]*:loadbalancer\/net\/[^/]+\/[^/]+$/.test(arn))
    throw invalid(`'${arn}' is not a valid load balancer ARN`);
  const { state } = call;
  const found = state.loadBalancers.find((balancer) => balancer.arn === arn);
  if (found?.attributes["deletion_protection.enabled"] === "true")
    throw new Refusal(
      "OperationNotPermitted",
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    );
  for (const group of state.targetGroups)
    if (listenersOf(state, group).some(({ loadBalancerArn }) => loadBalancerArn === arn))
      group.releasedAtMs = call.now;
  state.listeners = state.listeners.filter(({ loadBalancerArn }) => loadBalancerArn !== arn);
  state.loadBalancers = state.loadBalancers.filter((balancer) => balancer !== found);
  return {};
}

const arnOnly = structure({ LoadBalancerArn: required(text()) });

export const loadBalancerOperations = {
  CreateLoadBalancer: operation("write", createShape, create),
  DescribeLoadBalancers: operation("read", describeShape, describe),
  DeleteLoadBalancer: operation("write", arnOnly, ({ LoadBalancerArn }, call) =>
    remove(LoadBalancerArn, call),
  ),
  DescribeLoadBalancerAttributes: operation("read", arnOnly, ({ LoadBalancerArn }, call) =>
    describeAttributes(loadBalancer(LoadBalancerArn, call)),
  ),
  ModifyLoadBalancerAttributes: modifyAttributes(
    "LoadBalancerArn",
    "Load balancer",
    loadBalancer,
    () => LOAD_BALANCER_ATTRIBUTES,
  ),
};
