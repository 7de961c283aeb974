import { apiTime, type Call, inRegion, loadBalancer, type Operation, reads } from "./call.ts";
import { commaList, type Input, integer, oneOf, pageOf, required, text } from "./parameters.ts";
import { serverFields } from "./servers.ts";
import type { LoadBalancer } from "./state.ts";
import { jsonTagFilters, matchesAll, matchesAny, tagEntries, tagFilters } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";

const scalars = (balancer: LoadBalancer): Fields => ({
  LoadBalancerId: balancer.id,
  LoadBalancerName: balancer.name,
  LoadBalancerStatus: balancer.status,
  Address: balancer.address,
  AddressType: balancer.addressType,
  AddressIPVersion: "ipv4",
  NetworkType: balancer.vpcId === null ? "classic" : "vpc",
  VpcId: balancer.vpcId ?? "",
  VSwitchId: balancer.vSwitchId ?? "",
  RegionId: balancer.region,
  RegionIdAlias: balancer.region,
  MasterZoneId: balancer.masterZoneId,
  SlaveZoneId: balancer.slaveZoneId,
  ResourceGroupId: balancer.resourceGroupId,
  PayType: "PayOnDemand",
  InstanceChargeType: balancer.chargeType,
  LoadBalancerSpec: balancer.spec,
  InternetChargeType: balancer.internetChargeType,
  Bandwidth: balancer.bandwidth,
  CreateTime: apiTime(balancer.createdAtMs),
  CreateTimeStamp: balancer.createdAtMs,
  DeleteProtection: balancer.deleteProtection,
  ModificationProtectionStatus: balancer.modificationProtection.status,
  ModificationProtectionReason: balancer.modificationProtection.reason ?? "",
  Tags: { Tag: tagEntries(balancer.tags) },
});

/** In the list, and only there, the traffic charge is a number; its readable form stands beside it. */
const listEntry = (balancer: LoadBalancer): Fields => ({
  ...scalars(balancer),
  InternetChargeType: balancer.internetChargeType === "paybybandwidth" ? "3" : "4",
  InternetChargeTypeAlias: balancer.internetChargeType,
});

const listTable = {
  LoadBalancerId: commaList(10),
  LoadBalancerName: commaList(10),
  LoadBalancerStatus: oneOf(["active", "inactive", "locked"]),
  Address: text(),
  AddressType: oneOf(["internet", "intranet"]),
  AddressIPVersion: oneOf(["ipv4", "ipv6"]),
  InternetChargeType: text(),
  NetworkType: oneOf(["vpc", "classic"]),
  PayType: text(),
  VpcId: text(),
  VSwitchId: text(),
  MasterZoneId: text(),
  SlaveZoneId: text(),
  ResourceGroupId: text(),
  ServerId: text(),
  ServerIntranetAddress: text(),
  Tag: tagFilters,
  Tags: jsonTagFilters,
  PageNumber: integer(1, 100_000),
  PageSize: integer(1, 100),
};

/** Without PageNumber a PageSize has no effect. What an unpaged request is answered is not documented. */
const UNPAGED_SIZE = 50;

/** Filters that compare one field of the answer. */
const PLAIN = [
  "LoadBalancerStatus",
  "Address",
  "AddressType",
  "AddressIPVersion",
  "NetworkType",
  "PayType",
  "VpcId",
  "VSwitchId",
  "MasterZoneId",
  "SlaveZoneId",
  "ResourceGroupId",
] as const;

/** All members, of the default group and of vServer groups. */
const serversOf = (balancer: LoadBalancer, { state }: Call) => [
  ...balancer.servers,
  ...state.serverGroups
    .filter(({ loadBalancerId }) => loadBalancerId === balancer.id)
    .flatMap((group) => group.servers),
];

function matches(balancer: LoadBalancer, filter: Input<typeof listTable>, call: Call): boolean {
  const fields = scalars(balancer);
  const { LoadBalancerId: ids, LoadBalancerName: names, InternetChargeType: charge } = filter;
  const servers = serversOf(balancer, call);
  const addresses = () =>
    servers.flatMap(({ id }) => call.world.instances.find((each) => each.id === id)?.addresses ?? []);
  return (
    PLAIN.every((name) => filter[name] === undefined || filter[name] === fields[name]) &&
    (ids === undefined || ids.includes(balancer.id)) &&
    // Fuzzy: a part of the name is enough.
    (names === undefined || names.some((part) => balancer.name.includes(part))) &&
    (charge === undefined || charge === balancer.internetChargeType) &&
    (filter.ServerId === undefined || servers.some(({ id }) => id === filter.ServerId)) &&
    (filter.ServerIntranetAddress === undefined || addresses().includes(filter.ServerIntranetAddress)) &&
    matchesAll(balancer.tags, filter.Tag) &&
    matchesAny(balancer.tags, filter.Tags)
  );
}

function describeAll(filter: Input<typeof listTable>, call: Call): Fields {
  const found = call.state.loadBalancers.filter(
    (balancer) => inRegion(balancer, call) && matches(balancer, filter, call),
  );
  const number = filter.PageNumber ?? 1;
  const size = filter.PageNumber === undefined ? UNPAGED_SIZE : (filter.PageSize ?? UNPAGED_SIZE);
  return {
    PageNumber: number,
    PageSize: size,
    TotalCount: found.length,
    LoadBalancers: { LoadBalancer: pageOf(found, number, size).map(listEntry) },
  };
}

function describeOne(balancer: LoadBalancer): Fields {
  const { listeners, servers } = balancer;
  return {
    ...scalars(balancer),
    // Pay-as-you-go instances never end; this is how the API says so.
    EndTime: "2999-09-08T16:00:00Z",
    EndTimeStamp: Date.UTC(2999, 8, 8, 16),
    ListenerPorts: { ListenerPort: listeners.map(({ port }) => port) },
    ListenerPortsAndProtocol: {
      ListenerPortAndProtocol: listeners.map(({ port, settings }) => ({
        ListenerPort: port,
        ListenerProtocol: "tcp",
        ListenerForward: "off",
        Description: settings.description ?? undefined,
      })),
    },
    // Misspelt, and still there for old clients.
    ListenerPortsAndProtocal: {
      ListenerPortAndProtocal: listeners.map(({ port }) => ({ ListenerPort: port, ListenerProtocal: "tcp" })),
    },
    BackendServers: {
      BackendServer: servers.map((server) => serverFields(server, "number")),
    },
  };
}

export const loadBalancerReadOperations: Readonly<Record<string, Operation>> = {
  DescribeLoadBalancers: reads("in-region", listTable, describeAll),
  DescribeLoadBalancerAttribute: reads("anywhere", { LoadBalancerId: required(text()) }, (input, call) =>
    describeOne(loadBalancer(input.LoadBalancerId, call)),
  ),
};
