import * as z from "zod";
import { read, write } from "../operation.ts";
import { answerTags, done, optionalText, requestTags, serverList } from "./shapes.ts";

const ofBalancer = z.strictObject({ LoadBalancerId: z.string(), BackendServers: z.string() });
const ofGroup = z.strictObject({ VServerGroupId: z.string(), BackendServers: z.string() });

/** A server that is attached already is an error: look before sending it again. */
export const addBackendServers = write("AddBackendServers", "after-reading", ofBalancer, done);
/** Servers that are not attached are ignored. */
export const removeBackendServers = write("RemoveBackendServers", "safely", ofBalancer, done);
/** Weights and descriptions only. */
export const setBackendServers = write("SetBackendServers", "safely", ofBalancer, done);

/** Neither idempotent nor unique by name. */
export const createVServerGroup = write(
  "CreateVServerGroup",
  "after-reading",
  z.strictObject({
    LoadBalancerId: z.string(),
    VServerGroupName: z.string().min(1).max(80),
    BackendServers: z.string(),
    Tag: requestTags,
  }),
  z.object({ VServerGroupId: z.string().min(1) }),
);

export const addVServerGroupBackendServers = write(
  "AddVServerGroupBackendServers",
  "after-reading",
  ofGroup,
  done,
);

export const removeVServerGroupBackendServers = write(
  "RemoveVServerGroupBackendServers",
  "safely",
  ofGroup,
  done,
);

/** Name, weights and descriptions. */
export const setVServerGroupAttribute = write(
  "SetVServerGroupAttribute",
  "safely",
  z.strictObject({
    VServerGroupId: z.string(),
    VServerGroupName: z.string().min(1).max(80).optional(),
    BackendServers: z.string().optional(),
  }),
  done,
);

export const deleteVServerGroup = write(
  "DeleteVServerGroup",
  "safely",
  z.strictObject({ VServerGroupId: z.string() }),
  done,
);

export const describeVServerGroups = read(
  "DescribeVServerGroups",
  z.strictObject({ LoadBalancerId: z.string() }),
  z.object({
    VServerGroups: z
      .object({
        VServerGroup: z
          .array(
            z.object({
              VServerGroupId: z.string(),
              VServerGroupName: optionalText,
              CreateTime: optionalText,
              Tags: answerTags,
            }),
          )
          .optional(),
      })
      .nullish()
      .transform((list) => list?.VServerGroup ?? []),
  }),
);

export const describeVServerGroupAttribute = read(
  "DescribeVServerGroupAttribute",
  z.strictObject({ VServerGroupId: z.string() }),
  z.object({ VServerGroupName: optionalText, BackendServers: serverList, Tags: answerTags }),
);
