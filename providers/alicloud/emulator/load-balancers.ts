import { digest } from "../../../src/core/digest.ts";
import type { WorldSubnet } from "../../../src/emulator/types.ts";
import { type Call, inRegion, loadBalancer, type Operation, writes } from "./call.ts";
import {
  clientToken,
  modificationReason,
  modificationStatus,
  name,
  protection,
} from "./load-balancer-settings.ts";
import { type Input, integer, oneOf, onOff, required, text } from "./parameters.ts";
import { internetAddress, vSwitchAddress, zonePair } from "./placement.ts";
import type { LoadBalancer } from "./state.ts";
import { tags } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

/** Load balancers per account and region (product quotas, 2026-11; older documents say 30). */
const MOST_LOAD_BALANCERS = 60;
/** How long a ClientToken is remembered. Not documented. */
const TOKEN_LIFE_MS = 24 * 3_600_000;

const SPECS = [
  "slb.s1.small",
  "slb.s2.small",
  "slb.s2.medium",
  "slb.s3.small",
  "slb.s3.medium",
  "slb.s3.large",
];

const createTable = {
  AddressType: oneOf(["internet", "intranet"]),
  AddressIPVersion: oneOf(["ipv4", "ipv6"]),
  VSwitchId: text(),
  VpcId: text(),
  Address: text(),
  LoadBalancerName: name,
  InstanceChargeType: oneOf(["PayBySpec", "PayByCLCU"], "IllegalParam.InstanceChargeType"),
  LoadBalancerSpec: oneOf(SPECS),
  InternetChargeType: oneOf(["paybytraffic", "paybybandwidth"]),
  Bandwidth: integer(1, 5120, { code: "InvalidParameter.Bandwidth" }),
  MasterZoneId: text(),
  SlaveZoneId: text(),
  DeleteProtection: onOff,
  ModificationProtectionStatus: modificationStatus,
  ModificationProtectionReason: modificationReason,
  ResourceGroupId: text(),
  PayType: oneOf(["PayOnDemand"]),
  ClientToken: clientToken,
  Tag: tags,
};

type Wish = Input<typeof createTable>;

function chargeOf(
  wish: Wish,
): Pick<LoadBalancer, "chargeType" | "spec" | "internetChargeType" | "bandwidth"> {
  const { InstanceChargeType: charge, LoadBalancerSpec: spec, InternetChargeType: traffic } = wish;
  // Neither was given: that meant a shared instance, which is no longer sold.
  if (charge === undefined && spec === undefined)
    throw new Refusal(
      "ShareSlbHaltSales",
      "The share instance has been discontinued; specify LoadBalancerSpec or InstanceChargeType.",
    );
  if (charge !== "PayByCLCU" && spec === undefined)
    throw new Refusal("MissingParam.LoadBalancerSpec", "LoadBalancerSpec is required for PayBySpec.");
  if (charge === "PayByCLCU" && traffic === "paybybandwidth")
    throw new Refusal(
      "Instance.InternetChargeTypeNotAllowed",
      "Instances that are paid by CLCU allow paybytraffic only.",
    );
  if (traffic === "paybybandwidth" && wish.Bandwidth === undefined)
    throw new Refusal("InvalidParameter.Bandwidth", "Bandwidth is required for paybybandwidth.");
  return {
    chargeType: charge ?? "PayBySpec",
    spec: charge === "PayByCLCU" ? "slb.lcu.elastic" : (spec ?? ""),
    internetChargeType: traffic ?? "paybytraffic",
    bandwidth: traffic === "paybybandwidth" ? (wish.Bandwidth ?? 1) : 5120,
  };
}

function vSwitchOf(wish: Wish, { world }: Call): WorldSubnet {
  if (wish.VSwitchId === undefined)
    throw new Refusal("MissingParam.VSwitchId", "VSwitchId is required for an intranet instance in a VPC.");
  const vSwitch = world.subnets.find(({ id }) => id === wish.VSwitchId);
  if (vSwitch === undefined) throw new Refusal("VSwitchNotExist", "The specified VSwitchId does not exist.");
  if (wish.VpcId !== undefined && wish.VpcId !== vSwitch.vpcId) {
    if (!world.subnets.some(({ vpcId }) => vpcId === wish.VpcId))
      throw new Refusal("InvalidVpcId.NotExist", "The specified VpcId does not exist.");
    throw new Refusal("InvalidParameter.Mismatch", "The VSwitchId is not in the VpcId.");
  }
  return vSwitch;
}

type Place = Pick<LoadBalancer, "address" | "addressType" | "vpcId" | "vSwitchId"> & {
  readonly zone?: string;
};

function placeOf(wish: Wish, { world, state }: Call): Place {
  const type = wish.AddressType ?? (wish.VSwitchId === undefined ? "internet" : "intranet");
  if (wish.AddressIPVersion === "ipv6")
    throw new Refusal("RegionOrZonesNotSupportIpv6", "The region or zones do not support IPv6.");
  if (type === "internet") {
    if (wish.Address !== undefined) throw invalid("Address cannot be specified for an internet instance.");
    return { addressType: type, address: internetAddress(world, state), vpcId: null, vSwitchId: null };
  }
  const vSwitch = vSwitchOf(wish, { world, state } as Call);
  return {
    addressType: type,
    address: vSwitchAddress(vSwitch, wish.Address, world, state),
    vpcId: vSwitch.vpcId,
    vSwitchId: vSwitch.id,
    zone: vSwitch.zone,
  };
}

const createAnswer = (balancer: LoadBalancer): Record<string, string | number> => ({
  LoadBalancerId: balancer.id,
  LoadBalancerName: balancer.name,
  Address: balancer.address,
  AddressIPVersion: "ipv4",
  NetworkType: balancer.vpcId === null ? "classic" : "vpc",
  VpcId: balancer.vpcId ?? "",
  VSwitchId: balancer.vSwitchId ?? "",
  ResourceGroupId: balancer.resourceGroupId,
  OrderId: balancer.createdAtMs,
});

function make(wish: Wish, call: Call): LoadBalancer {
  const { state, world, region, now, newId } = call;
  const charge = chargeOf(wish);
  if (state.loadBalancers.filter((each) => inRegion(each, call)).length >= MOST_LOAD_BALANCERS)
    throw new Refusal("OverQuota", "Instance num exceeded Quota.");
  const { zone, ...place } = placeOf(wish, call);
  const wanted = { master: wish.MasterZoneId, slave: wish.SlaveZoneId };
  return {
    id: `lb-bp1${newId(18)}`,
    region,
    name: wish.LoadBalancerName ?? "auto_named_slb",
    ...place,
    ...charge,
    ...zonePair(world, region, wanted, zone),
    resourceGroupId: wish.ResourceGroupId ?? "rg-acfmemulator",
    createdAtMs: now,
    deleteProtection: wish.DeleteProtection ?? "off",
    modificationProtection: protection(wish.ModificationProtectionStatus, wish.ModificationProtectionReason),
    status: "active",
    tags: wish.Tag ?? {},
    servers: [],
    listeners: [],
  };
}

/**
 * Idempotent by ClientToken: the same request gets the first one's answer again, even where that load balancer was
 * deleted meanwhile (not documented; the answer that asks most of a client); another request is refused.
 */
function create(wish: Wish, call: Call): Fields {
  const { state, region, now } = call;
  for (const [key, { atMs }] of Object.entries(state.tokens))
    if (now - atMs > TOKEN_LIFE_MS) delete state.tokens[key];
  const { ClientToken: token, ...rest } = wish;
  const asked = digest(rest);
  const key = `${region} ${token}`;
  const before = token === undefined ? undefined : state.tokens[key];
  if (before !== undefined) {
    if (before.asked !== asked)
      throw new Refusal("LX_REQUEST_TOKEN_CONFLICT", "The ClientToken is conflict.");
    return before.answer;
  }
  const balancer = make(wish, call);
  state.loadBalancers.push(balancer);
  const answer = createAnswer(balancer);
  if (token !== undefined) state.tokens[key] = { asked, answer, atMs: now };
  return answer;
}

/** Listeners, groups and tags go with it. */
function remove(id: string, call: Call): Fields {
  const balancer = loadBalancer(id, call);
  if (balancer.deleteProtection === "on")
    throw new Refusal("OperationDenied.DeleteProtectionIsOn", "The instance has deletion protection on.");
  const { state } = call;
  state.loadBalancers = state.loadBalancers.filter((each) => each !== balancer);
  state.serverGroups = state.serverGroups.filter(({ loadBalancerId }) => loadBalancerId !== id);
  return {};
}

export const loadBalancerOperations: Readonly<Record<string, Operation>> = {
  CreateLoadBalancer: writes("in-region", createTable, create),
  DeleteLoadBalancer: writes("anywhere", { LoadBalancerId: required(text()) }, ({ LoadBalancerId }, call) =>
    remove(LoadBalancerId, call),
  ),
};
