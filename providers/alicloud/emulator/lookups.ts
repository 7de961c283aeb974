import { type Operation, reads } from "./call.ts";
import { oneOf } from "./parameters.ts";
import { namedRegions, slavesOf, zonesOf } from "./regions.ts";

const addressTypes = ["vpc", "classic_internet", "classic_intranet"] as const;
const availableTable = { AddressType: oneOf(addressTypes), AddressIPVersion: oneOf(["ipv4", "ipv6"]) };

/** Where load balancers can be made: the zones of the world. */
export const lookupOperations: Readonly<Record<string, Operation>> = {
  DescribeRegions: reads("anywhere", {}, () => ({
    Regions: {
      Region: namedRegions.map(({ id, name }) => ({
        RegionId: id,
        LocalName: name,
        RegionEndpoint: `slb.${id}.aliyuncs.com`,
      })),
    },
  })),
  DescribeZones: reads("in-region", {}, (_input, { world, region }) => {
    const zones = zonesOf(world, region);
    const named = (zone: string) => ({ ZoneId: zone, LocalName: zone });
    return {
      Zones: {
        Zone: zones.map((zone) => ({
          ...named(zone),
          SlaveZones: { SlaveZone: slavesOf(zones, zone).map(named) },
        })),
      },
    };
  }),
  DescribeAvailableResource: reads("in-region", availableTable, (input, { world, region }) => {
    const zones = zonesOf(world, region);
    // What can be made here: addresses of a VPC and public ones, IPv4.
    const offered = (["vpc", "classic_internet"] as const).filter(
      (type) =>
        (input.AddressType === undefined || input.AddressType === type) && input.AddressIPVersion !== "ipv6",
    );
    const resources = offered.map((AddressType) => ({ AddressType, AddressIPVersion: "ipv4" }));
    const pairs = zones.flatMap((zone) => slavesOf(zones, zone).map((slave) => ({ zone, slave })));
    return {
      AvailableResources: {
        AvailableResource:
          offered.length === 0
            ? []
            : pairs.map(({ zone, slave }) => ({
                MasterZoneId: zone,
                SlaveZoneId: slave,
                SupportResources: { SupportResource: resources },
              })),
      },
    };
  }),
};
