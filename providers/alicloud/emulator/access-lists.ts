import { cidrContains, isAddress, isCidr } from "../../../src/core/net.ts";
import { accessList, apiTime, type Call, inRegion, type Operation, reads, writes } from "./call.ts";
import { type Input, integer, isRecord, oneOf, pageOf, parseJson, required, text } from "./parameters.ts";
import type { AccessList } from "./state.ts";
import { matchesAll, tagEntries, tagFilters, tags } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";
import { invalid, Refusal } from "./wire/refusal.ts";

/** Product quotas (2026-11): lists per region, entries per list and per call. */
const MOST_LISTS = 200;
const MOST_ENTRIES = 300;
const MOST_PER_CALL = 50;

const AclId = required(text());
const aclName = text({ pattern: /^[A-Za-z0-9\u4e00-\u9fff./_-]{1,80}$/ });

const createTable = {
  AclName: required(aclName),
  AddressIPVersion: oneOf(["ipv4", "ipv6"]),
  ResourceGroupId: text(),
  Tag: tags,
};

const sameName = (name: string, call: Call): boolean =>
  call.state.accessLists.some((each) => each.name === name && inRegion(each, call));

function create(input: Input<typeof createTable>, call: Call): Fields {
  const { state, region, now, newId } = call;
  if (sameName(input.AclName, call)) throw invalid("The AclName already exists.");
  if (state.accessLists.filter((each) => inRegion(each, call)).length >= MOST_LISTS)
    throw new Refusal("OverQuota", "The Total is over the quota.");
  const list: AccessList = {
    id: `acl-bp1${newId(18)}`,
    region,
    name: input.AclName,
    ipVersion: input.AddressIPVersion ?? "ipv4",
    resourceGroupId: input.ResourceGroupId ?? "rg-acfmemulator",
    createdAtMs: now,
    entries: {},
    tags: input.Tag ?? {},
  };
  state.accessLists.push(list);
  return { AclId: list.id };
}

/** `[{ entry, comment }]`; an address alone is a range of one. */
function readEntries(json: string, { ipVersion }: AccessList): Readonly<Record<string, string>> {
  const value = parseJson(json, "AclEntrys", "InvalidParameter");
  if (!Array.isArray(value)) throw invalid("The specified AclEntrys is not a list.");
  if (value.length > MOST_PER_CALL) throw invalid(`At most ${MOST_PER_CALL} entries are allowed in a call.`);
  const bits = ipVersion === "ipv4" ? 32 : 128;
  const family = ipVersion === "ipv4" ? "0.0.0.0/0" : "::/0";
  return Object.fromEntries(
    value.map((entry: unknown) => {
      const range = isRecord(entry) ? entry["entry"] : undefined;
      const comment = isRecord(entry) ? (entry["comment"] ?? "") : "";
      if (typeof range !== "string" || typeof comment !== "string" || comment.length > 80)
        throw invalid("The specified AclEntrys is invalid.");
      const cidr = isAddress(range) ? `${range}/${bits}` : range;
      if (!isCidr(cidr) || !cidrContains(family, cidr.split("/")[0] ?? ""))
        throw invalid(`The specified entry ${range} is not valid.`);
      return [cidr, comment];
    }),
  );
}

const entriesTable = { AclId, AclEntrys: required(text()) };

/** Entries that are there already are skipped. */
function addEntries(input: Input<typeof entriesTable>, call: Call): Fields {
  const list = accessList(input.AclId, call);
  const entries = { ...readEntries(input.AclEntrys, list), ...list.entries };
  if (Object.keys(entries).length > MOST_ENTRIES)
    throw new Refusal("QuotaLimitExceeds.TotalAclEntry", `The maximum number of entries is ${MOST_ENTRIES}.`);
  list.entries = entries;
  return {};
}

function removeEntries(input: Input<typeof entriesTable>, call: Call): Fields {
  const list = accessList(input.AclId, call);
  const gone = readEntries(input.AclEntrys, list);
  if (Object.keys(list.entries).length === 0)
    throw new Refusal("AclEntryEmpty", "The acl does not have any entry.");
  list.entries = Object.fromEntries(
    Object.entries(list.entries).filter(([range]) => !Object.hasOwn(gone, range)),
  );
  return {};
}

/** Listeners that use a list, whether or not it is switched on there. */
const usersOf = ({ id }: AccessList, { state }: Call): readonly Fields[] =>
  state.loadBalancers.flatMap((balancer) =>
    balancer.listeners
      .filter(({ settings }) => settings.aclStatus === "on" && settings.aclId === id)
      .map(({ port, settings }) => ({
        LoadBalancerId: balancer.id,
        ListenerPort: port,
        Protocol: "tcp",
        AclType: settings.aclType ?? "white",
      })),
  );

function remove(id: string, call: Call): Fields {
  const list = accessList(id, call);
  if (usersOf(list, call).length > 0) throw new Refusal("AclInUsed", "The acl is used by listeners.");
  call.state.accessLists = call.state.accessLists.filter((each) => each !== list);
  return {};
}

const fieldsOf = (list: AccessList): Fields => ({
  AclId: list.id,
  AclName: list.name,
  AddressIPVersion: list.ipVersion,
  ResourceGroupId: list.resourceGroupId,
  CreateTime: apiTime(list.createdAtMs),
  Tags: { Tag: tagEntries(list.tags) },
});

const listTable = {
  AclName: text(),
  AddressIPVersion: oneOf(["ipv4", "ipv6"]),
  ResourceGroupId: text(),
  Tag: tagFilters,
  PageNumber: integer(1, 100_000),
  PageSize: integer(1, 50),
};

function describeAll(input: Input<typeof listTable>, call: Call): Fields {
  const { PageNumber: number = 1, PageSize: size = 10 } = input;
  const found = call.state.accessLists.filter(
    (list) =>
      inRegion(list, call) &&
      (input.AclName === undefined || list.name.includes(input.AclName)) &&
      (input.AddressIPVersion === undefined || list.ipVersion === input.AddressIPVersion) &&
      (input.ResourceGroupId === undefined || list.resourceGroupId === input.ResourceGroupId) &&
      matchesAll(list.tags, input.Tag),
  );
  const page = pageOf(found, number, size);
  return {
    PageNumber: number,
    PageSize: size,
    TotalCount: found.length,
    Count: page.length,
    Acls: { Acl: page.map(fieldsOf) },
  };
}

const oneTable = { AclId, Page: integer(1, 100_000), PageSize: integer(1, 50), AclEntryComment: text() };

function describeOne(input: Input<typeof oneTable>, call: Call): Fields {
  const list = accessList(input.AclId, call);
  const entries = Object.entries(list.entries)
    .filter(([, comment]) => input.AclEntryComment === undefined || comment.includes(input.AclEntryComment))
    .map(([AclEntryIP, AclEntryComment]) => ({ AclEntryIP, AclEntryComment }));
  return {
    ...fieldsOf(list),
    TotalAclEntry: entries.length,
    AclEntrys: { AclEntry: pageOf(entries, input.Page ?? 1, input.PageSize ?? 10) },
    RelatedListeners: { RelatedListener: usersOf(list, call) },
  };
}

export const accessListOperations: Readonly<Record<string, Operation>> = {
  CreateAccessControlList: writes("in-region", createTable, create),
  AddAccessControlListEntry: writes("in-region", entriesTable, addEntries),
  RemoveAccessControlListEntry: writes("in-region", entriesTable, removeEntries),
  DescribeAccessControlLists: reads("in-region", listTable, describeAll),
  DescribeAccessControlListAttribute: reads("in-region", oneTable, describeOne),
  SetAccessControlListAttribute: writes("in-region", { AclId, AclName: required(aclName) }, (input, call) => {
    const list = accessList(input.AclId, call);
    if (list.name !== input.AclName && sameName(input.AclName, call))
      throw invalid("The AclName already exists.");
    list.name = input.AclName;
    return { AclId: list.id };
  }),
  DeleteAccessControlList: writes("in-region", { AclId }, (input, call) => remove(input.AclId, call)),
};
