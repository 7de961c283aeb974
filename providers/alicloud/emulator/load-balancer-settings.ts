import { loadBalancer, type Operation, writes } from "./call.ts";
import { oneOf, onOff, required, text } from "./parameters.ts";
import type { LoadBalancer } from "./state.ts";
import { Refusal } from "./wire/refusal.ts";

/** A letter or Chinese character first, then letters, digits and `._-`, at most 80. */
const NAME = /^[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff._-]{0,79}$/;

export const name = text({ pattern: NAME });
export const clientToken = text({ pattern: /^[\x20-\x7e]{1,64}$/ });
export const modificationStatus = oneOf(
  ["NonProtection", "ConsoleProtection"],
  "InvalidParam.ModificationProtectionStatus",
);
export const modificationReason = text({ pattern: NAME, code: "InvalidParam.ModificationProtectionReason" });

/** A reason goes with protection only. */
export const protection = (
  status: "NonProtection" | "ConsoleProtection" = "NonProtection",
  reason: string | undefined,
): LoadBalancer["modificationProtection"] => ({
  status,
  reason: status === "ConsoleProtection" ? (reason ?? null) : null,
});

const LoadBalancerId = required(text());

const paidByUnits = (): Refusal =>
  new Refusal("OperationDenied.PayByCLCU", "The instance is paid by CLCU, which has no specification.");

export const loadBalancerSettingOperations: Readonly<Record<string, Operation>> = {
  SetLoadBalancerName: writes(
    "anywhere",
    { LoadBalancerId, LoadBalancerName: required(name) },
    (input, call) => {
      loadBalancer(input.LoadBalancerId, call).name = input.LoadBalancerName;
      return {};
    },
  ),
  SetLoadBalancerStatus: writes(
    "anywhere",
    { LoadBalancerId, LoadBalancerStatus: required(oneOf(["active", "inactive"])) },
    (input, call) => {
      loadBalancer(input.LoadBalancerId, call).status = input.LoadBalancerStatus;
      return {};
    },
  ),
  SetLoadBalancerDeleteProtection: writes(
    "in-region",
    { LoadBalancerId, DeleteProtection: required(onOff) },
    (input, call) => {
      loadBalancer(input.LoadBalancerId, call).deleteProtection = input.DeleteProtection;
      return {};
    },
  ),
  SetLoadBalancerModificationProtection: writes(
    "in-region",
    {
      LoadBalancerId,
      ModificationProtectionStatus: required(modificationStatus),
      ModificationProtectionReason: modificationReason,
    },
    (input, call) => {
      loadBalancer(input.LoadBalancerId, call).modificationProtection = protection(
        input.ModificationProtectionStatus,
        input.ModificationProtectionReason,
      );
      return {};
    },
  ),
  /** A one-way street. */
  ModifyLoadBalancerInstanceChargeType: writes(
    "in-region",
    { LoadBalancerId, InstanceChargeType: required(oneOf(["PayBySpec", "PayByCLCU"])) },
    (input, call) => {
      const balancer = loadBalancer(input.LoadBalancerId, call);
      if (input.InstanceChargeType === "PayBySpec")
        throw balancer.chargeType === "PayBySpec"
          ? new Refusal("OperationDenied.PayBySpec", "The instance is paid by specification already.")
          : new Refusal("Forbidden.LcuToSpec", "A change from PayByCLCU to PayBySpec is not allowed.");
      if (balancer.chargeType === "PayByCLCU") throw paidByUnits();
      balancer.chargeType = "PayByCLCU";
      balancer.spec = "slb.lcu.elastic";
      return {};
    },
  ),
  ModifyLoadBalancerInstanceSpec: writes(
    "anywhere",
    { LoadBalancerId, LoadBalancerSpec: required(text({ pattern: /^slb\.s[1-3]\.(small|medium|large)$/ })) },
    (input, call) => {
      const balancer = loadBalancer(input.LoadBalancerId, call);
      if (balancer.chargeType === "PayByCLCU") throw paidByUnits();
      balancer.spec = input.LoadBalancerSpec;
      return { OrderId: 0 };
    },
  ),
};
