import * as z from "zod";
import { read, write } from "../operation.ts";
import { done, number, optionalText, requestTags } from "./shapes.ts";

/** Entries per call. */
export const ENTRIES_PER_CALL = 50;

const id = z.strictObject({ AclId: z.string() });
const withEntries = id.extend({ AclEntrys: z.string() });

/** Names are unique in a region. */
export const createAccessControlList = write(
  "CreateAccessControlList",
  "after-reading",
  z.strictObject({
    AclName: z.string().min(1).max(80),
    AddressIPVersion: z.enum(["ipv4", "ipv6"]),
    Tag: requestTags,
  }),
  z.object({ AclId: z.string().min(1) }),
);

/** Entries that are there already are skipped. */
export const addAccessControlListEntry = write("AddAccessControlListEntry", "safely", withEntries, done);
export const removeAccessControlListEntry = write(
  "RemoveAccessControlListEntry",
  "safely",
  withEntries,
  done,
);
export const deleteAccessControlList = write("DeleteAccessControlList", "safely", id, done);

/** The name filter is fuzzy. */
export const describeAccessControlLists = read(
  "DescribeAccessControlLists",
  z.strictObject({ AclName: z.string(), PageNumber: z.int(), PageSize: z.int().max(50) }),
  z.object({
    Acls: z
      .object({
        Acl: z
          .array(z.object({ AclId: z.string(), AclName: optionalText, AddressIPVersion: optionalText }))
          .optional(),
      })
      .nullish()
      .transform((list) => list?.Acl ?? []),
    TotalCount: number.optional(),
  }),
);

export const describeAccessControlListAttribute = read(
  "DescribeAccessControlListAttribute",
  id.extend({ Page: z.int(), PageSize: z.int().max(50) }),
  z.object({
    AclEntrys: z
      .object({
        AclEntry: z.array(z.object({ AclEntryIP: z.string(), AclEntryComment: optionalText })).optional(),
      })
      .nullish()
      .transform((list) => list?.AclEntry ?? []),
    RelatedListeners: z
      .object({
        RelatedListener: z
          .array(z.object({ LoadBalancerId: z.string(), ListenerPort: number, Protocol: optionalText }))
          .optional(),
      })
      .nullish()
      .transform((list) => list?.RelatedListener ?? []),
    TotalAclEntry: number.optional(),
  }),
);
