import type { Spec } from "../core/spec.ts";
import type { World, WorldInstance, WorldSubnet } from "../emulator/types.ts";

const DEFAULT_VPC = "vpc-emulated";
/** Where subnets lie that no spec gave an address in. */
const INVENTED = "10.255.";

/** A world in which everything that the spec names exists, so that `create --emulate` needs no world file. Pure. */
export function worldOfSpec(spec: Spec): World {
  const vpcId = spec.vpcId ?? DEFAULT_VPC;
  const zoneOf = (index: number) => `${spec.region ?? "emulated"}${"abcdefgh"[index % 8]}`;
  const subnets = spec.subnets.map((subnet, index): WorldSubnet => {
    // A fixed address has to lie in its subnet: its own /24 then.
    const range = subnet.address?.match(/^(\d+\.\d+\.\d+)\.\d+$/)?.[1] ?? `${INVENTED}${index}`;
    return { id: subnet.id, vpcId, zone: subnet.zone ?? zoneOf(index), cidr: `${range}.0/24` };
  });
  const instances = spec.masters.map(
    (master, index): WorldInstance => ({
      id: master.instanceId ?? `i-emulated-${master.name}`,
      name: master.name,
      vpcId,
      subnetId: subnets[index % Math.max(1, subnets.length)]?.id ?? "subnet-emulated",
      zone: master.zone ?? subnets[index % Math.max(1, subnets.length)]?.zone ?? zoneOf(index),
      addresses: [master.address],
      state: "running",
      ports: {},
    }),
  );
  return { instances, subnets, securityGroups: spec.securityGroups.map((id) => ({ id, vpcId })) };
}

/** A range that was only invented gives way to the one in which a later spec fixes an address. */
const better = (before: WorldSubnet, after: WorldSubnet | undefined): WorldSubnet =>
  after !== undefined && before.cidr.startsWith(INVENTED) ? { ...before, cidr: after.cidr } : before;

/** Both worlds together; where an id stands in both, the first one's entry counts. */
export function mergeWorlds(first: World, second: World): World {
  const unite = <T extends { readonly id: string }>(a: readonly T[], b: readonly T[]): readonly T[] => [
    ...a,
    ...b.filter(({ id }) => !a.some((entry) => entry.id === id)),
  ];
  return {
    instances: unite(first.instances, second.instances),
    subnets: unite(
      first.subnets.map((subnet) =>
        better(
          subnet,
          second.subnets.find(({ id }) => id === subnet.id),
        ),
      ),
      second.subnets,
    ),
    securityGroups: unite(first.securityGroups, second.securityGroups),
  };
}
