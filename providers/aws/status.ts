import type { LoadBalancer } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { BackendStatus, BalancerStatus } from "../../src/core/provider.ts";
import type { Observed } from "../../src/core/resource.ts";
import type { Text } from "../../src/core/text.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { listenersOf } from "./read-listener.ts";
import { meaningOf, stateOf } from "./status-meaning.ts";

const ABSENT: BalancerStatus = {
  phase: "absent",
  reason: undefined,
  id: undefined,
  addresses: [],
  dnsName: undefined,
  listeners: [],
  backends: [],
};

const PHASES: Readonly<Record<string, BalancerStatus["phase"]>> = {
  provisioning: "provisioning",
  active: "active",
  active_impaired: "impaired",
  failed: "failed",
};

const WHY: Readonly<Record<string, Text>> = {
  active_impaired: {
    en: "it works, but AWS cannot scale it up (active_impaired)",
    zh: "正在工作，但 AWS 无法为其扩容（active_impaired）",
  },
  failed: {
    en: "AWS could not set it up; it has to be deleted and created again",
    zh: "AWS 未能完成设置；须删除后重新创建",
  },
};

function phaseOf(
  { State }: LoadBalancer,
  listeners: number,
): { readonly phase: BalancerStatus["phase"]; readonly reason: Text | undefined } {
  const code = State?.Code ?? "";
  const phase = PHASES[code] ?? "inactive";
  const known = WHY[code];
  // AWS's own words, where there are any, are more precise than ours.
  const said = State?.Reason;
  if (known !== undefined)
    return {
      phase,
      reason: said === undefined ? known : { en: `${known.en}: ${said}`, zh: `${known.zh}：${said}` },
    };
  if (phase === "inactive")
    return { phase, reason: { en: `its state is ${code || "unknown"}`, zh: `状态为 ${code || "未知"}` } };
  if (phase === "active" && listeners === 0)
    return { phase: "impaired", reason: { en: "it has no listener of ours", zh: "没有 slbctl 的侦听器" } };
  return { phase, reason: undefined };
}

/** Current state in three parallel reads. Only listeners that were observed as ours count. */
export async function status(connection: Connection, observed: Observed): Promise<BalancerStatus> {
  const physical = (kind: string) => observed.resources.find((each) => each.kind === kind)?.outputs["id"];
  const LoadBalancerArn = physical("load-balancer");
  if (LoadBalancerArn === undefined) return ABSENT;
  const TargetGroupArn = physical("target-group");
  const ours = new Set(
    observed.resources.flatMap(({ kind, outputs }) => (kind === "listener" ? [outputs["id"]] : [])),
  );
  const [balancers, listed, health] = await Promise.all([
    orAbsent(call(connection, "DescribeLoadBalancers", { LoadBalancerArns: [LoadBalancerArn] })),
    orAbsent(listenersOf(connection, LoadBalancerArn)),
    TargetGroupArn === undefined
      ? undefined
      : orAbsent(call(connection, "DescribeTargetHealth", { TargetGroupArn })),
  ]);
  const balancer = balancers?.LoadBalancers?.[0];
  if (balancer === undefined) return ABSENT;
  const listeners = (listed ?? []).filter(({ ListenerArn }) => ours.has(ListenerArn));
  const state = balancer.State?.Code ?? "";
  const running = state === "active" || state === "active_impaired";
  const backends = (health?.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }): BackendStatus => {
    const { Id: id = "", Port: port = 0 } = Target ?? {};
    return {
      id,
      address: id.startsWith("i-") ? undefined : id,
      port,
      state: stateOf(TargetHealth?.State),
      reason: TargetHealth?.Reason,
      meaning: meaningOf(TargetHealth?.Reason),
    };
  });
  return {
    ...phaseOf(balancer, listeners.length),
    id: LoadBalancerArn,
    // Addresses are shown where they were chosen; elsewhere the DNS name leads to them.
    addresses: (balancer.AvailabilityZones ?? []).flatMap(({ LoadBalancerAddresses = [] }) =>
      LoadBalancerAddresses.flatMap(({ PrivateIPv4Address, IpAddress }) => {
        const address = PrivateIPv4Address ?? IpAddress;
        return address === undefined ? [] : [address];
      }),
    ),
    dnsName: balancer.DNSName,
    listeners: listeners.map(({ Port = 0 }) => ({ port: Port, running, state: running ? "active" : state })),
    backends,
  };
}
