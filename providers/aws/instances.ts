import * as z from "zod/mini";
import type { Origin } from "../../src/core/fact.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";

/* What `aws ec2 describe-instances` and `describe-network-interfaces` print, as far as it is read (EC2 API 2016-11-15). */

const text = z.optional(z.string());
const listOf = <T extends z.ZodMiniType>(item: T) => z._default(z.array(item), []);

const networkInterface = z.looseObject({
  NetworkInterfaceId: z.string(),
  PrivateIpAddress: text,
  PrivateDnsName: text,
  PrivateIpAddresses: listOf(z.looseObject({ PrivateIpAddress: text, PrivateDnsName: text })),
  Ipv6Addresses: listOf(z.looseObject({ Ipv6Address: text })),
});

const instances = z.looseObject({
  Reservations: z.array(
    z.looseObject({
      Instances: listOf(
        z.looseObject({
          InstanceId: z.string(),
          State: z.optional(z.looseObject({ Name: text })),
          PrivateIpAddress: text,
          PrivateDnsName: text,
          SubnetId: text,
          Placement: z.optional(z.looseObject({ AvailabilityZone: text })),
          NetworkInterfaces: listOf(networkInterface),
        }),
      ),
    }),
  ),
});

const interfaces = z.looseObject({
  NetworkInterfaces: z.array(
    z.extend(networkInterface, {
      SubnetId: text,
      AvailabilityZone: text,
      Attachment: z.optional(z.looseObject({ InstanceId: text })),
    }),
  ),
});

interface Machine {
  readonly id: string;
  readonly addresses: readonly (string | undefined)[];
  readonly names: readonly (string | undefined)[];
  readonly interfaceIds: readonly string[];
  readonly zone: string | undefined;
  readonly subnet: string | undefined;
}

const present = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value): value is string => value !== undefined && value !== ""))].sort();

const addressesOf = (each: z.infer<typeof networkInterface>) => [
  each.PrivateIpAddress,
  ...each.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
  ...each.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
];

const namesOf = (each: z.infer<typeof networkInterface>) => [
  each.PrivateDnsName,
  ...each.PrivateIpAddresses.map(({ PrivateDnsName }) => PrivateDnsName),
];

function* machineFacts(machine: Machine, origin: Origin): Iterable<Observation> {
  const { id, zone, subnet } = machine;
  const [addresses, names] = [present(machine.addresses), present(machine.names)];
  yield observed("instance", id, "addresses", addresses, origin);
  yield observed("instance", id, "interfaceIds", machine.interfaceIds, origin);
  if (names.length > 0) yield observed("instance", id, "names", names, origin);
  if (zone !== undefined) yield observed("instance", id, "zone", zone, origin);
  if (subnet !== undefined) yield observed("instance", id, "subnet", subnet, origin);
}

function machinesIn(value: unknown): readonly Machine[] | undefined {
  const listed = instances.safeParse(value);
  if (listed.success)
    return listed.data.Reservations.flatMap(({ Instances }) => Instances)
      .filter(({ State }) => State?.Name !== "terminated")
      .map((each) => ({
        id: each.InstanceId,
        addresses: [each.PrivateIpAddress, ...each.NetworkInterfaces.flatMap(addressesOf)],
        names: [each.PrivateDnsName, ...each.NetworkInterfaces.flatMap(namesOf)],
        interfaceIds: each.NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
        zone: each.Placement?.AvailabilityZone,
        subnet: each.SubnetId,
      }));
  const attached = interfaces.safeParse(value);
  if (!attached.success) return undefined;
  return attached.data.NetworkInterfaces.map((each) => ({
    id: each.Attachment?.InstanceId ?? each.NetworkInterfaceId,
    addresses: addressesOf(each),
    names: namesOf(each),
    interfaceIds: [each.NetworkInterfaceId],
    zone: each.AvailabilityZone,
    // A machine may have interfaces in several subnets; where it is, describe-instances says.
    subnet: each.Attachment?.InstanceId === undefined ? each.SubnetId : undefined,
  }));
}

/** Machines and their interfaces; undefined when the document lists neither. */
export function recogniseInstances({ value, source }: EvidenceDocument): Iterable<Observation> | undefined {
  return machinesIn(value)?.flatMap((machine) => [...machineFacts(machine, { kind: "observed", source })]);
}
