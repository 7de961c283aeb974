import type { LoadBalancer } from "@aws-sdk/client-elastic-load-balancing-v2";
import { isAddress } from "../../src/core/net.ts";
import type { Observation } from "../../src/core/observation.ts";
import type { EvidenceDocument } from "../../src/core/provider.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { listenersOf } from "./read-listener.ts";
import { together } from "./recognise.ts";

const isArn = (text: string): boolean => text.startsWith("arn:");
const isDnsName = (text: string): boolean => /\.amazonaws\.com(\.cn)?$/i.test(text);

const leadsTo = ({ DNSName, AvailabilityZones = [] }: LoadBalancer, text: string): boolean =>
  DNSName?.toLowerCase() === text.toLowerCase() ||
  AvailabilityZones.some(({ LoadBalancerAddresses = [] }) =>
    LoadBalancerAddresses.some(
      ({ IpAddress, PrivateIPv4Address, IPv6Address }) =>
        text === IpAddress || text === PrivateIPv4Address || text === IPv6Address,
    ),
  );

async function everyBalancer(connection: Connection): Promise<readonly LoadBalancer[]> {
  const all: LoadBalancer[] = [];
  for (let Marker: string | undefined; ; ) {
    const { LoadBalancers = [], NextMarker } = await call(
      connection,
      "DescribeLoadBalancers",
      Marker === undefined ? {} : { Marker },
    );
    all.push(...LoadBalancers);
    if (NextMarker === undefined || NextMarker === "" || NextMarker === Marker) return all;
    Marker = NextMarker;
  }
}

async function find(connection: Connection, lb: string): Promise<LoadBalancer | undefined> {
  // Neither names nor addresses are filters of the API; names of load balancers hold no dot.
  if (isAddress(lb) || isDnsName(lb))
    return (await everyBalancer(connection)).find((each) => leadsTo(each, lb));
  const by = isArn(lb) ? { LoadBalancerArns: [lb] } : { Names: [lb] };
  return (await orAbsent(call(connection, "DescribeLoadBalancers", by)))?.LoadBalancers?.[0];
}

const document = (source: string, value: object): EvidenceDocument => {
  const { $metadata: _wire, ...said } = value as { $metadata?: unknown };
  return { value: said, source };
};

/**
 * What exists of one load balancer, whoever made it: by name, ARN, DNS name, or an address that AWS shows (it shows only
 * those that were chosen). Reads alone; undefined where there is none. The answers are judged like printed ones.
 */
export async function inspect(
  connection: Connection,
  lb: string,
): Promise<readonly Observation[] | undefined> {
  const balancer = await find(connection, lb);
  const LoadBalancerArn = balancer?.LoadBalancerArn;
  if (balancer === undefined || LoadBalancerArn === undefined) return undefined;
  const [own, listeners, groups] = await Promise.all([
    call(connection, "DescribeLoadBalancerAttributes", { LoadBalancerArn }),
    listenersOf(connection, LoadBalancerArn),
    call(connection, "DescribeTargetGroups", { LoadBalancerArn }),
  ]);
  const ofGroups = (groups.TargetGroups ?? []).map(async ({ TargetGroupArn }) => {
    if (TargetGroupArn === undefined) return [];
    const [attributes, health] = await Promise.all([
      call(connection, "DescribeTargetGroupAttributes", { TargetGroupArn }),
      call(connection, "DescribeTargetHealth", { TargetGroupArn }),
    ]);
    return [
      document("DescribeTargetGroupAttributes", { ...attributes, TargetGroupArn }),
      document("DescribeTargetHealth", { ...health, TargetGroupArn }),
    ];
  });
  const ofListeners = listeners.map(async ({ ListenerArn, Protocol }) => {
    if (ListenerArn === undefined || Protocol !== "TCP") return [];
    const attributes = await call(connection, "DescribeListenerAttributes", { ListenerArn });
    return [document("DescribeListenerAttributes", { ...attributes, ListenerArn })];
  });
  return [
    ...together([
      document("DescribeLoadBalancers", { LoadBalancers: [balancer] }),
      document("DescribeLoadBalancerAttributes", { ...own, LoadBalancerArn }),
      document("DescribeListeners", { Listeners: listeners }),
      document("DescribeTargetGroups", groups),
      ...(await Promise.all([...ofGroups, ...ofListeners])).flat(),
    ]),
  ];
}
