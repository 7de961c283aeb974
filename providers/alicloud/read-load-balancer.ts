import type { ObservedResource } from "../../src/core/resource.ts";
import type { LoadBalancerAnswer, LoadBalancerEntry } from "./operations/load-balancers.ts";
import { asProps, type LoadBalancerProps } from "./props.ts";

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;

/**
 * A CLB turns inactive by itself when its last listener goes, and there is nothing to be done about that but to make a
 * listener; only one that is inactive although it has listeners was switched off.
 */
const statusOf = (status: string, hasListeners: boolean): string =>
  status === "inactive" && !hasListeners ? "active" : status;

/** What stands for a specification where capacity units are paid for. */
const CLCU_SPEC = "slb.lcu.elastic";

/** A load balancer as `compile` words it. */
function loadBalancerPropsOf(answer: LoadBalancerAnswer, hasListeners: boolean): LoadBalancerProps {
  return {
    name: answer.LoadBalancerName ?? "",
    addressType: answer.AddressType,
    ipVersion: answer.AddressIPVersion === "ipv6" ? "ipv6" : "ipv4",
    chargeType:
      answer.InstanceChargeType ?? (answer.LoadBalancerSpec === CLCU_SPEC ? "PayByCLCU" : "PayBySpec"),
    address: answer.Address,
    deleteProtection: answer.DeleteProtection === "on" ? "on" : "off",
    modificationProtection:
      answer.ModificationProtectionStatus === "ConsoleProtection" ? "ConsoleProtection" : "NonProtection",
    status: statusOf(answer.LoadBalancerStatus, hasListeners),
    tags: answer.Tags,
    ...given({
      vSwitchId: answer.VSwitchId,
      vpcId: answer.VpcId,
      masterZoneId: answer.MasterZoneId,
      slaveZoneId: answer.SlaveZoneId,
      resourceGroupId: answer.ResourceGroupId,
    }),
  };
}

export const observedLoadBalancer = (
  answer: LoadBalancerAnswer,
  hasListeners: boolean,
  owned: Pick<ObservedResource, "ownership" | "owner">,
): ObservedResource => ({
  id: "load-balancer",
  kind: "load-balancer",
  props: asProps(loadBalancerPropsOf(answer, hasListeners)),
  outputs: { id: answer.LoadBalancerId, address: answer.Address },
  ...owned,
});

/** Somebody else's: named so that it can be refused, and nothing more. */
export const foreignLoadBalancer = (
  entry: LoadBalancerEntry,
  owned: Pick<ObservedResource, "ownership" | "owner">,
): ObservedResource => ({
  id: "load-balancer",
  kind: "load-balancer",
  props: { name: entry.LoadBalancerName ?? "", tags: entry.Tags },
  outputs: { id: entry.LoadBalancerId, ...(entry.Address === undefined ? {} : { address: entry.Address }) },
  ...owned,
});
