import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { call, orAbsent } from "./call.ts";
import { changedTags } from "./changed-tags.ts";
import type { Connection } from "./connection.ts";
import { createToken } from "./create-token.ts";
import type { Executor, Outputs } from "./executor.ts";
import { AlicloudFault } from "./faults.ts";
import {
  createLoadBalancer,
  deleteLoadBalancer,
  modifyLoadBalancerInstanceChargeType,
  setLoadBalancerDeleteProtection,
  setLoadBalancerModificationProtection,
  setLoadBalancerName,
  setLoadBalancerStatus,
} from "./operations/load-balancers.ts";
import { toRequestTags } from "./operations/shapes.ts";
import { tagResources } from "./operations/tags.ts";
import { loadBalancerProps } from "./props.ts";

/** One call carries everything: tags, protections, group. Repeating it with the same token gives the same one. */
async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const props = loadBalancerProps.parse(step.props);
  const request = {
    LoadBalancerName: props.name,
    AddressType: props.addressType,
    AddressIPVersion: props.ipVersion,
    InstanceChargeType: props.chargeType,
    VSwitchId: props.vSwitchId,
    VpcId: props.vpcId,
    Address: props.address,
    MasterZoneId: props.masterZoneId,
    SlaveZoneId: props.slaveZoneId,
    ResourceGroupId: props.resourceGroupId,
    DeleteProtection: props.deleteProtection,
    ModificationProtectionStatus: props.modificationProtection,
    Tag: toRequestTags(props.tags),
  };
  const ClientToken = createToken(connection.region, connection.nonce, request);
  const made = await call(connection, createLoadBalancer, { ClientToken, ...request });
  return { id: made.LoadBalancerId, address: made.Address };
}

const LOCKED = new AlicloudFault(
  { fault: "provider", outcome: "refused" },
  {
    en: "the load balancer is locked (arrears or a security measure) and cannot be changed",
    zh: "负载均衡器已被锁定（欠费或安全原因），无法修改",
  },
  {
    wireCode: "locked",
    hint: { en: "unlock it in the console, then run again", zh: "请在控制台解除锁定后重试" },
  },
);

/**
 * Changes what differs, each by its own call, all of which may be repeated. The tag comes first: from then on the
 * load balancer is ours, and a run that is cut short here is continued without --adopt.
 */
async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const props = loadBalancerProps.parse(step.props);
  const LoadBalancerId = step.outputs["id"] ?? "";
  const change = (key: string) => step.changes.find(({ path }) => path === key);
  if (change("status")?.from === "locked") throw LOCKED;
  const tags = changedTags(step, props.tags);
  if (Object.keys(tags).length > 0)
    await call(connection, tagResources, {
      ResourceType: "instance",
      ResourceId: [LoadBalancerId],
      Tag: toRequestTags(tags),
    });
  if (change("name"))
    await call(connection, setLoadBalancerName, { LoadBalancerId, LoadBalancerName: props.name });
  if (change("chargeType"))
    await call(connection, modifyLoadBalancerInstanceChargeType, {
      LoadBalancerId,
      InstanceChargeType: "PayByCLCU",
    });
  if (change("deleteProtection"))
    await call(connection, setLoadBalancerDeleteProtection, {
      LoadBalancerId,
      DeleteProtection: props.deleteProtection,
    });
  if (change("modificationProtection"))
    await call(connection, setLoadBalancerModificationProtection, {
      LoadBalancerId,
      ModificationProtectionStatus: props.modificationProtection,
    });
  if (change("status"))
    await call(connection, setLoadBalancerStatus, { LoadBalancerId, LoadBalancerStatus: "active" });
  return step.outputs;
}

/** Takes listeners, groups and tags along. One that is gone already is a success. */
async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  await orAbsent(call(connection, deleteLoadBalancer, { LoadBalancerId: step.outputs["id"] ?? "" }));
  return {};
}

export const loadBalancer: Executor = { create, update, remove };
