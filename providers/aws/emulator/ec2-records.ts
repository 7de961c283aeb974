import { createHash } from "node:crypto";
import type { World, WorldInstance } from "../../../src/emulator/types.ts";
import type { Call } from "./call.ts";
import type { Ec2Record } from "./ec2-query.ts";
import { ACCOUNT, type LoadBalancer, type Zone } from "./state.ts";
import { inSubnet, rangeOf, usedAddresses } from "./zonal-addresses.ts";

/** Ids of things that the world does not name: fixed by the name of the thing that they belong to. */
const derivedId = (prefix: string, from: string): string =>
  `${prefix}-${createHash("sha256").update(`${prefix}/${from}`).digest("hex").slice(0, 17)}`;

const macAddress = (id: string): string =>
  `02:${createHash("sha256").update(id).digest("hex").slice(0, 10).match(/../g)?.join(":") ?? ""}`;

/** The smallest range that holds all IPv4 subnets of a VPC; the world says nothing else about it. */
function vpcRange(vpcId: string, world: World): string {
  const ranges = world.subnets
    .filter((subnet) => subnet.vpcId === vpcId)
    .flatMap(({ cidr }) => rangeOf(cidr) ?? []);
  const first = Math.min(...ranges.map((range) => range.first));
  const last = Math.max(...ranges.map((range) => range.last));
  let size = 1;
  while (size < 2 ** 32 && Math.floor(first / size) !== Math.floor(last / size)) size *= 2;
  const start = ranges.length === 0 ? 0 : Math.floor(first / size) * size;
  const address = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".");
  return `${address}/${ranges.length === 0 ? 0 : 32 - Math.log2(size)}`;
}

export function vpcRecords({ world }: Call): Ec2Record[] {
  const ids = [...new Set(world.subnets.map(({ vpcId }) => vpcId))].sort();
  return ids.map((vpcId) => {
    const cidrBlock = vpcRange(vpcId, world);
    return {
      id: vpcId,
      facts: {
        "vpc-id": vpcId,
        state: "available",
        cidr: cidrBlock,
        "is-default": "false",
        isDefault: "false",
      },
      xml: {
        vpcId,
        ownerId: ACCOUNT,
        state: "available",
        cidrBlock,
        cidrBlockAssociationSet: [
          {
            cidrBlock,
            associationId: derivedId("vpc-cidr-assoc", vpcId),
            cidrBlockState: { state: "associated" },
          },
        ],
        dhcpOptionsId: "default",
        instanceTenancy: "default",
        isDefault: false,
      },
    };
  });
}

export function subnetRecords({ world, state, region }: Call): Ec2Record[] {
  const used = [...usedAddresses(world, state)];
  return world.subnets.map((subnet) => {
    const range = rangeOf(subnet.cidr);
    const size = range === undefined ? 0 : range.last - range.first + 1;
    const free = Math.max(0, size - 5 - used.filter((address) => inSubnet(subnet, address)).length);
    return {
      id: subnet.id,
      facts: {
        "subnet-id": subnet.id,
        "vpc-id": subnet.vpcId,
        "availability-zone": subnet.zone,
        "cidr-block": subnet.cidr,
        state: "available",
      },
      xml: {
        subnetId: subnet.id,
        subnetArn: `arn:aws:ec2:${region}:${ACCOUNT}:subnet/${subnet.id}`,
        state: "available",
        ownerId: ACCOUNT,
        vpcId: subnet.vpcId,
        cidrBlock: subnet.cidr,
        availableIpAddressCount: free,
        availabilityZone: subnet.zone,
        defaultForAz: false,
        mapPublicIpOnLaunch: false,
        assignIpv6AddressOnCreation: false,
      },
    };
  });
}

export const securityGroupRecords = ({ world }: Call): Ec2Record[] =>
  world.securityGroups.map(({ id, vpcId }) => ({
    id,
    facts: { "group-id": id, "group-name": id, "vpc-id": vpcId, "owner-id": ACCOUNT },
    xml: {
      ownerId: ACCOUNT,
      groupId: id,
      groupName: id,
      groupDescription: id,
      vpcId,
      ipPermissions: [],
      ipPermissionsEgress: [],
    },
  }));

export function instanceRecords({ world }: Call): Ec2Record[] {
  return world.instances.map((instance) => {
    const { id, name, state, vpcId, subnetId, zone, addresses } = instance;
    const primary = addresses[0];
    return {
      id,
      facts: {
        "instance-id": id,
        "instance-state-name": state,
        "vpc-id": vpcId,
        "subnet-id": subnetId,
        "availability-zone": zone,
        "private-ip-address": addresses,
        "network-interface.addresses.private-ip-address": addresses,
        ...(name === undefined ? {} : { "tag:Name": name, "tag-key": "Name" }),
      },
      xml: {
        reservationId: derivedId("r", id),
        ownerId: ACCOUNT,
        groupSet: [],
        instancesSet: [
          {
            instanceId: id,
            imageId: "ami-00000000000000000",
            instanceState: state === "running" ? { code: 16, name: state } : { code: 80, name: state },
            instanceType: "m5.large",
            privateIpAddress: primary,
            subnetId,
            vpcId,
            placement: { availabilityZone: zone, tenancy: "default" },
            networkInterfaceSet: [
              {
                networkInterfaceId: derivedId("eni", id),
                subnetId,
                vpcId,
                privateIpAddress: primary,
                privateIpAddressesSet: addressSet(addresses),
              },
            ],
            tagSet: name === undefined ? [] : [{ key: "Name", value: name }],
          },
        ],
      },
    };
  });
}

const addressSet = (addresses: readonly string[]) =>
  addresses.map((privateIpAddress, index) => ({ privateIpAddress, primary: index === 0 }));

function interfaceRecord(
  id: string,
  at: {
    vpcId: string;
    subnetId: string;
    zone: string;
    addresses: readonly string[];
    groups: readonly string[];
  },
  description: string,
  owner: { instanceOwnerId: string; instanceId?: string; interfaceType: string; requesterManaged: boolean },
): Ec2Record {
  const attachmentId = derivedId(owner.instanceId === undefined ? "ela-attach" : "eni-attach", id);
  return {
    id,
    facts: {
      "network-interface-id": id,
      "vpc-id": at.vpcId,
      "subnet-id": at.subnetId,
      "availability-zone": at.zone,
      description,
      status: "in-use",
      "interface-type": owner.interfaceType,
      "requester-managed": String(owner.requesterManaged),
      "group-id": at.groups,
      "private-ip-address": at.addresses,
      "addresses.private-ip-address": at.addresses,
      "attachment.attachment-id": attachmentId,
      "attachment.instance-id": owner.instanceId ?? [],
      "attachment.instance-owner-id": owner.instanceOwnerId,
      "attachment.status": "attached",
    },
    xml: {
      networkInterfaceId: id,
      subnetId: at.subnetId,
      vpcId: at.vpcId,
      availabilityZone: at.zone,
      description,
      ownerId: ACCOUNT,
      requesterManaged: owner.requesterManaged,
      status: "in-use",
      interfaceType: owner.interfaceType,
      macAddress: macAddress(id),
      privateIpAddress: at.addresses[0],
      privateIpAddressesSet: addressSet(at.addresses),
      sourceDestCheck: owner.instanceId !== undefined,
      groupSet: at.groups.map((groupId) => ({ groupId, groupName: groupId })),
      attachment: {
        attachmentId,
        instanceOwnerId: owner.instanceOwnerId,
        instanceId: owner.instanceId,
        status: "attached",
      },
    },
  };
}

const ofInstance = (instance: WorldInstance): Ec2Record =>
  interfaceRecord(derivedId("eni", instance.id), { ...instance, groups: [] }, "", {
    instanceOwnerId: ACCOUNT,
    instanceId: instance.id,
    interfaceType: "interface",
    requesterManaged: false,
  });

/** The interface by which a load balancer node's private address can be found. */
const ofNode = ({ vpcId, securityGroups, name, id }: LoadBalancer, zone: Zone): Ec2Record =>
  interfaceRecord(
    zone.networkInterfaceId,
    { vpcId, subnetId: zone.subnetId, zone: zone.zone, addresses: [zone.address], groups: securityGroups },
    `ELB net/${name}/${id}`,
    { instanceOwnerId: "amazon-elb", interfaceType: "network_load_balancer", requesterManaged: true },
  );

export const networkInterfaceRecords = ({ world, state, region }: Call): Ec2Record[] => [
  ...world.instances.map(ofInstance),
  ...state.loadBalancers
    .filter((balancer) => balancer.region === region)
    .flatMap((balancer) => balancer.zones.map((zone) => ofNode(balancer, zone))),
];
