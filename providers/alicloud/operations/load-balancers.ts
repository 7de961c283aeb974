import * as z from "zod";
import { read, write } from "../operation.ts";
import { answerTags, done, number, optionalText, requestTags, serverList } from "./shapes.ts";

const id = z.strictObject({ LoadBalancerId: z.string() });

/** Of all load balancers of a region only what tells whose they are; nothing odd about a stranger's may stop us. */
const listEntry = z.object({
  LoadBalancerId: z.string().min(1),
  LoadBalancerName: optionalText,
  Address: optionalText,
  Tags: answerTags,
});

export type LoadBalancerEntry = z.infer<typeof listEntry>;

const scalars = {
  LoadBalancerId: z.string().min(1),
  LoadBalancerName: optionalText,
  LoadBalancerStatus: z.string(),
  Address: z.string(),
  AddressType: z.enum(["intranet", "internet"]),
  AddressIPVersion: optionalText,
  InstanceChargeType: optionalText,
  LoadBalancerSpec: optionalText,
  VpcId: optionalText,
  VSwitchId: optionalText,
  MasterZoneId: optionalText,
  SlaveZoneId: optionalText,
  ResourceGroupId: optionalText,
  DeleteProtection: optionalText,
  ModificationProtectionStatus: optionalText,
  Tags: answerTags,
};

export const describeLoadBalancers = read(
  "DescribeLoadBalancers",
  z.strictObject({ PageNumber: z.int().min(1), PageSize: z.int().min(1).max(100) }),
  z.object({
    LoadBalancers: z
      .object({ LoadBalancer: z.array(listEntry).optional() })
      .transform(({ LoadBalancer }) => LoadBalancer ?? []),
    TotalCount: number,
  }),
);

const attribute = z.object({ ...scalars, BackendServers: serverList });

export type LoadBalancerAnswer = z.infer<typeof attribute>;

/** A missing load balancer is an error, or an answer with an empty id (Terraform's provider takes it so): undefined. */
export const describeLoadBalancerAttribute = read(
  "DescribeLoadBalancerAttribute",
  id,
  z.union([attribute, z.object({ LoadBalancerId: z.literal("") }).transform(() => undefined)]),
);

export const createLoadBalancer = write(
  "CreateLoadBalancer",
  "safely",
  z.strictObject({
    ClientToken: z.string().max(64),
    LoadBalancerName: z.string().min(1).max(80),
    AddressType: z.enum(["intranet", "internet"]),
    AddressIPVersion: z.enum(["ipv4", "ipv6"]),
    InstanceChargeType: z.string(),
    VSwitchId: z.string().optional(),
    VpcId: z.string().optional(),
    Address: z.string().optional(),
    MasterZoneId: z.string().optional(),
    SlaveZoneId: z.string().optional(),
    ResourceGroupId: z.string().optional(),
    DeleteProtection: z.enum(["on", "off"]),
    ModificationProtectionStatus: z.enum(["NonProtection", "ConsoleProtection"]),
    Tag: requestTags,
  }),
  z.object({ LoadBalancerId: z.string().min(1), Address: z.string() }),
);

export const deleteLoadBalancer = write("DeleteLoadBalancer", "safely", id, done);

export const setLoadBalancerName = write(
  "SetLoadBalancerName",
  "safely",
  id.extend({ LoadBalancerName: z.string().min(1).max(80) }),
  done,
);

export const setLoadBalancerStatus = write(
  "SetLoadBalancerStatus",
  "safely",
  id.extend({ LoadBalancerStatus: z.enum(["active", "inactive"]) }),
  done,
);

export const setLoadBalancerDeleteProtection = write(
  "SetLoadBalancerDeleteProtection",
  "safely",
  id.extend({ DeleteProtection: z.enum(["on", "off"]) }),
  done,
);

export const setLoadBalancerModificationProtection = write(
  "SetLoadBalancerModificationProtection",
  "safely",
  id.extend({ ModificationProtectionStatus: z.enum(["NonProtection", "ConsoleProtection"]) }),
  done,
);

export const modifyLoadBalancerInstanceChargeType = write(
  "ModifyLoadBalancerInstanceChargeType",
  "safely",
  id.extend({ InstanceChargeType: z.literal("PayByCLCU") }),
  done,
);
