import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import { describeAccessControlListAttribute, describeAccessControlLists } from "./operations/access-lists.ts";

const PAGE_SIZE = 50;
/** 300 entries is CLB's most. */
const MOST_PAGES = 6;

export interface AccessListReading {
  readonly id: string;
  readonly name: string;
  readonly ipVersion: "ipv4" | "ipv6";
  readonly entries: Readonly<Record<string, string>>;
  readonly listeners: readonly { readonly loadBalancerId: string; readonly port: number }[];
}

export async function findAccessListId(
  connection: Connection,
  name: string,
): Promise<{ readonly id: string; readonly ipVersion: "ipv4" | "ipv6" } | undefined> {
  const { Acls } = await call(connection, describeAccessControlLists, {
    AclName: name,
    PageNumber: 1,
    PageSize: PAGE_SIZE,
  });
  const acl = Acls.find(({ AclName }) => AclName === name);
  return acl && { id: acl.AclId, ipVersion: acl.AddressIPVersion === "ipv6" ? "ipv6" : "ipv4" };
}

/** Entries and users of an access list; undefined when it is gone. */
export async function readAccessList(
  connection: Connection,
  AclId: string,
): Promise<Pick<AccessListReading, "entries" | "listeners"> | undefined> {
  const entries: Record<string, string> = {};
  for (let Page = 1; ; Page++) {
    const answer = await orAbsent(
      call(connection, describeAccessControlListAttribute, { AclId, Page, PageSize: PAGE_SIZE }),
    );
    if (answer === undefined) return undefined;
    for (const { AclEntryIP, AclEntryComment } of answer.AclEntrys)
      entries[AclEntryIP] = AclEntryComment ?? "";
    if (answer.AclEntrys.length < PAGE_SIZE || Page >= MOST_PAGES)
      return {
        entries,
        listeners: answer.RelatedListeners.map(({ LoadBalancerId, ListenerPort }) => ({
          loadBalancerId: LoadBalancerId,
          port: ListenerPort,
        })),
      };
  }
}
