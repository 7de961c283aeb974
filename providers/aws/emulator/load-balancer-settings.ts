import { type Call, loadBalancer, operation } from "./call.ts";
import { zoneXml } from "./load-balancers.ts";
import { checkSecurityGroups, placementFields, placements, settle } from "./placement.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { list, oneOf, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

const arn = required(text());
const addressType = oneOf("ipv4", "dualstack", "dualstack-without-public-ipv4");

function refuseIpv6(kind: string | undefined): void {
  if (kind === "dualstack-without-public-ipv4")
    throw new Refusal(
      "InvalidConfigurationRequest",
      `'${kind}' is not supported for load balancers of type 'network'`,
    );
  if (kind === "dualstack") throw new Refusal("InvalidSubnet", "The subnets have no IPv6 range");
}

const setSubnetsShape = structure({
  LoadBalancerArn: arn,
  ...placementFields,
  IpAddressType: addressType,
  EnablePrefixForIpv6SourceNat: oneOf("on", "off"),
});

function setSubnets(
  input: Exclude<ReturnType<typeof setSubnetsShape.read>, undefined>,
  call: Call,
): XmlValue {
  const balancer = loadBalancer(input.LoadBalancerArn, call);
  refuseIpv6(input.IpAddressType ?? (input.EnablePrefixForIpv6SourceNat === "on" ? "dualstack" : "ipv4"));
  const placed = placements(input, balancer.scheme, call);
  if (placed.some(({ subnet }) => subnet.vpcId !== balancer.vpcId))
    throw new Refusal(
      "InvalidSubnet",
      `All subnets must belong to the VPC '${balancer.vpcId}' of the load balancer`,
    );
  const swapped = placed.find(({ subnet, address }) =>
    balancer.zones.some(
      (zone) =>
        zone.zone === subnet.zone &&
        (zone.subnetId !== subnet.id || (address !== undefined && address !== zone.address)),
    ),
  );
  if (swapped !== undefined)
    throw new Refusal(
      "InvalidConfigurationRequest",
      `The subnet or address of '${swapped.subnet.zone}' cannot be replaced in one step; remove the Availability Zone first`,
    );
  balancer.zones = settle(placed, balancer.zones, call);
  return { AvailabilityZones: balancer.zones.map(zoneXml), IpAddressType: balancer.ipAddressType };
}

export const loadBalancerSettingOperations = {
  SetSubnets: operation("write", setSubnetsShape, setSubnets),

  SetSecurityGroups: operation(
    "write",
    structure({
      LoadBalancerArn: arn,
      SecurityGroups: required(list(required(text()))),
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: oneOf("on", "off"),
    }),
    (input, call): XmlValue => {
      const balancer = loadBalancer(input.LoadBalancerArn, call);
      if (balancer.securityGroups.length === 0)
        throw new Refusal(
          "InvalidConfigurationRequest",
          "You cannot set security groups on a Network Load Balancer which was created without any security groups.",
        );
      if (input.SecurityGroups.length === 0) throw invalid("At least one security group must be specified");
      checkSecurityGroups(input.SecurityGroups, balancer.vpcId, call);
      balancer.securityGroups = [...new Set(input.SecurityGroups)];
      balancer.enforcePrivateLink =
        input.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic ?? balancer.enforcePrivateLink;
      return {
        SecurityGroupIds: balancer.securityGroups,
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: balancer.enforcePrivateLink ?? undefined,
      };
    },
  ),

  SetIpAddressType: operation(
    "write",
    structure({ LoadBalancerArn: arn, IpAddressType: required(addressType) }),
    (input, call): XmlValue => {
      const balancer = loadBalancer(input.LoadBalancerArn, call);
      refuseIpv6(input.IpAddressType);
      return { IpAddressType: balancer.ipAddressType };
    },
  ),

  DescribeCapacityReservation: operation("read", structure({ LoadBalancerArn: arn }), (input, call) => {
    loadBalancer(input.LoadBalancerArn, call);
    return { DecreaseRequestsRemaining: 2 };
  }),
};
