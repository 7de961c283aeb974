import type { LoadBalancer } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ObservedResource } from "../../src/core/resource.ts";
import { type Attributes, LOAD_BALANCER_DEFAULTS } from "./attributes.ts";
import type { Owned, Tags } from "./ownership.ts";
import { asProps, type LoadBalancerProps } from "./props.ts";

/** A load balancer as `compile` words it. */
function loadBalancerPropsOf(answer: LoadBalancer, attributes: Attributes, tags: Tags): LoadBalancerProps {
  const groups = [...(answer.SecurityGroups ?? [])].sort();
  const zones = (answer.AvailabilityZones ?? []).filter(({ SubnetId }) => SubnetId !== undefined);
  return {
    name: answer.LoadBalancerName ?? "",
    type: answer.Type ?? "network",
    scheme: answer.Scheme === "internal" ? "internal" : "internet-facing",
    ipAddressType: answer.IpAddressType ?? "ipv4",
    vpcId: answer.VpcId,
    subnets: Object.fromEntries(
      zones.map(({ SubnetId = "", LoadBalancerAddresses = [] }) => {
        const address = LoadBalancerAddresses[0]?.PrivateIPv4Address;
        return [SubnetId, address === undefined ? {} : { address }];
      }),
    ),
    zones: Object.fromEntries(zones.map(({ SubnetId = "", ZoneName = "" }) => [SubnetId, ZoneName])),
    hasSecurityGroups: groups.length > 0,
    securityGroups: groups,
    attributes: { ...LOAD_BALANCER_DEFAULTS, ...attributes },
    tags: { ...tags },
  };
}

/** What references and people ask for. */
export const loadBalancerOutputs = (answer: LoadBalancer): Readonly<Record<string, string>> => ({
  id: answer.LoadBalancerArn ?? "",
  ...(answer.DNSName === undefined ? {} : { dnsName: answer.DNSName }),
  ...(answer.CanonicalHostedZoneId === undefined ? {} : { hostedZoneId: answer.CanonicalHostedZoneId }),
  ...(answer.VpcId === undefined ? {} : { vpcId: answer.VpcId }),
});

export const observedLoadBalancer = (
  answer: LoadBalancer,
  attributes: Attributes,
  tags: Tags,
  owned: Owned,
): ObservedResource => ({
  id: "load-balancer",
  kind: "load-balancer",
  props: asProps(loadBalancerPropsOf(answer, attributes, tags)),
  outputs: loadBalancerOutputs(answer),
  ...owned,
});
