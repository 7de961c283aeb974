import type { WorldSubnet } from "../../../src/emulator/types.ts";
import type { Call } from "./call.ts";
import type { Zone } from "./state.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { list, required, structure, text } from "./wire/shape.ts";
import { takeAddress, usedAddresses } from "./zonal-addresses.ts";

/** Subnets of a request: either plain ids or mappings that may ask for an address in each. */
export const placementFields = {
  Subnets: list(required(text())),
  SubnetMappings: list(
    required(
      structure({
        SubnetId: text(),
        AllocationId: text(),
        PrivateIPv4Address: text(),
        IPv6Address: text(),
        SourceNatIpv6Prefix: text(),
      }),
    ),
  ),
};

interface Mapping {
  readonly SubnetId: string | undefined;
  readonly AllocationId: string | undefined;
  readonly PrivateIPv4Address: string | undefined;
  readonly IPv6Address: string | undefined;
  readonly SourceNatIpv6Prefix: string | undefined;
}

export interface Placement {
  readonly subnet: WorldSubnet;
  readonly address: string | undefined;
}

/** Resolves and checks the subnets of a request: all exist, one VPC, one per zone, addresses only where allowed. */
export function placements(
  input: { readonly Subnets: string[] | undefined; readonly SubnetMappings: Mapping[] | undefined },
  scheme: "internet-facing" | "internal",
  call: Call,
): Placement[] {
  const ids = input.Subnets ?? [];
  const mappings = input.SubnetMappings ?? [];
  if (ids.length > 0 && mappings.length > 0)
    throw invalid("Subnets and subnet mappings cannot be specified at the same time");
  const wanted = mappings.length > 0 ? mappings : ids.map((SubnetId) => ({ SubnetId }) as Mapping);
  if (wanted.length === 0) throw invalid("At least one subnet must be specified");
  const placed = wanted.map(
    ({ SubnetId, AllocationId, PrivateIPv4Address, IPv6Address, SourceNatIpv6Prefix }) => {
      const subnet = call.world.subnets.find(({ id }) => id === SubnetId);
      if (subnet === undefined)
        throw new Refusal("SubnetNotFound", `The subnet ID '${SubnetId ?? ""}' does not exist`);
      if (AllocationId !== undefined)
        throw new Refusal("AllocationIdNotFound", `The allocation ID '${AllocationId}' does not exist`);
      if (IPv6Address !== undefined || SourceNatIpv6Prefix !== undefined)
        throw new Refusal("InvalidSubnet", `The subnet '${subnet.id}' has no IPv6 range`);
      if (PrivateIPv4Address !== undefined && scheme !== "internal")
        throw new Refusal(
          "InvalidConfigurationRequest",
          "Private IPv4 addresses can only be specified for internal load balancers",
        );
      return { subnet, address: PrivateIPv4Address };
    },
  );
  const zones = placed.map(({ subnet }) => subnet.zone);
  if (new Set(zones).size < zones.length)
    throw new Refusal(
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  if (new Set(placed.map(({ subnet }) => subnet.vpcId)).size > 1)
    throw new Refusal("InvalidConfigurationRequest", "All subnets must belong to the same VPC");
  return placed;
}

/** Puts a load balancer node into each subnet, keeping the nodes that are there already. */
export function settle(placed: readonly Placement[], existing: readonly Zone[], call: Call): Zone[] {
  const used = usedAddresses(call.world, call.state);
  return placed.map(({ subnet, address }) => {
    const kept = existing.find(({ subnetId }) => subnetId === subnet.id);
    if (kept !== undefined && (address === undefined || address === kept.address)) return kept;
    const taken = takeAddress(subnet, address, used);
    used.add(taken);
    return {
      zone: subnet.zone,
      subnetId: subnet.id,
      address: taken,
      chosen: address !== undefined,
      networkInterfaceId: `eni-${call.newId(17)}`,
    };
  });
}

/** Refuses groups that do not exist or belong to another VPC. */
export function checkSecurityGroups(ids: readonly string[], vpcId: string, call: Call): void {
  const known = call.world.securityGroups.filter((group) => group.vpcId === vpcId).map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0)
    throw new Refusal(
      "InvalidSecurityGroup",
      `The following security groups do not exist in VPC '${vpcId}': '${unknown.join("', '")}'`,
    );
}
