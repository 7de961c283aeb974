import * as z from "zod/mini";
import type { Origin } from "../../src/core/fact.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";

/* What `aliyun ecs DescribeInstances` and `DescribeNetworkInterfaces` print, as far as it is read (ECS API 2014-05-26). */

const text = z.optional(z.string());
const addressList = z.optional(z.looseObject({ IpAddress: z._default(z.array(z.string()), []) }));
const addressSets = z.optional(
  z.looseObject({ PrivateIpSet: z._default(z.array(z.looseObject({ PrivateIpAddress: text })), []) }),
);

const instances = z.looseObject({
  Instances: z.looseObject({
    Instance: z.array(
      z.looseObject({
        InstanceId: z.string(),
        HostName: text,
        ZoneId: text,
        InnerIpAddress: addressList,
        VpcAttributes: z.optional(z.looseObject({ VSwitchId: text, PrivateIpAddress: addressList })),
        NetworkInterfaces: z.optional(
          z.looseObject({
            NetworkInterface: z._default(
              z.array(
                z.looseObject({
                  NetworkInterfaceId: z.string(),
                  PrimaryIpAddress: text,
                  PrivateIpSets: addressSets,
                }),
              ),
              [],
            ),
          }),
        ),
      }),
    ),
  }),
});

const interfaces = z.looseObject({
  NetworkInterfaceSets: z.looseObject({
    NetworkInterfaceSet: z.array(
      z.looseObject({
        NetworkInterfaceId: z.string(),
        InstanceId: text,
        PrivateIpAddress: text,
        PrivateIpSets: addressSets,
        ZoneId: text,
        VSwitchId: text,
      }),
    ),
  }),
});

const setAddresses = (sets: z.infer<typeof addressSets>) =>
  (sets?.PrivateIpSet ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress);

const present = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value): value is string => value !== undefined && value !== ""))].sort();

type Machine = Readonly<Record<"addresses" | "names" | "interfaceIds", readonly (string | undefined)[]>> &
  Readonly<Record<"zone" | "subnet", string | undefined>> & { readonly id: string };

function* machineFacts(machine: Machine, origin: Origin): Iterable<Observation> {
  const { id, zone, subnet } = machine;
  for (const fact of ["addresses", "names", "interfaceIds"] as const) {
    const values = present(machine[fact]);
    if (values.length > 0) yield observed("instance", id, fact, values, origin);
  }
  if (zone) yield observed("instance", id, "zone", zone, origin);
  if (subnet) yield observed("instance", id, "subnet", subnet, origin);
}

function machinesIn(value: unknown): readonly Machine[] | undefined {
  const listed = instances.safeParse(value);
  if (listed.success)
    return listed.data.Instances.Instance.map((each) => {
      const attached = each.NetworkInterfaces?.NetworkInterface ?? [];
      return {
        id: each.InstanceId,
        addresses: [
          ...(each.VpcAttributes?.PrivateIpAddress?.IpAddress ?? []),
          ...(each.InnerIpAddress?.IpAddress ?? []),
          ...attached.flatMap((card) => [card.PrimaryIpAddress, ...setAddresses(card.PrivateIpSets)]),
        ],
        names: [each.HostName],
        interfaceIds: attached.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
        zone: each.ZoneId,
        subnet: each.VpcAttributes?.VSwitchId,
      };
    });
  const cards = interfaces.safeParse(value);
  if (!cards.success) return undefined;
  return cards.data.NetworkInterfaceSets.NetworkInterfaceSet.map((card) => ({
    id: card.InstanceId || card.NetworkInterfaceId,
    addresses: [card.PrivateIpAddress, ...setAddresses(card.PrivateIpSets)],
    names: [],
    interfaceIds: [card.NetworkInterfaceId],
    zone: card.ZoneId,
    // A machine may have interfaces in several vSwitches; where it is, DescribeInstances says.
    subnet: card.InstanceId ? undefined : card.VSwitchId,
  }));
}

/** Machines and their interfaces; undefined when the document lists neither. */
export function recogniseInstances({ value, source }: EvidenceDocument): Iterable<Observation> | undefined {
  return machinesIn(value)?.flatMap((machine) => [...machineFacts(machine, { kind: "observed", source })]);
}
