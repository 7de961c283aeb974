import { OWNER_TAG } from "../../src/core/provider.ts";
import type { ObservedResource } from "../../src/core/resource.ts";
import { call } from "./call.ts";
import type { Connection } from "./connection.ts";
import { AlicloudFault } from "./faults.ts";
import { describeLoadBalancers, type LoadBalancerEntry } from "./operations/load-balancers.ts";
import { ownershipOf } from "./ownership.ts";

const PAGE_SIZE = 100;

export type Owned = Pick<ObservedResource, "ownership" | "owner">;

export interface Found {
  readonly entry: LoadBalancerEntry;
  readonly owned: Owned;
}

/** All load balancers of the region: page one, then the others at once. */
export async function listAll(connection: Connection): Promise<readonly Found["entry"][]> {
  const page = (PageNumber: number) =>
    call(connection, describeLoadBalancers, { PageNumber, PageSize: PAGE_SIZE });
  const first = await page(1);
  const pages = Math.ceil(first.TotalCount / PAGE_SIZE);
  const rest = await Promise.all(
    Array.from({ length: Math.max(0, pages - 1) }, (_, index) => page(index + 2)),
  );
  return [first, ...rest].flatMap(({ LoadBalancers }) => LoadBalancers);
}

const twice = (ids: readonly string[], en: string, zh: string): AlicloudFault =>
  new AlicloudFault(
    { fault: "conflict", outcome: "refused" },
    {
      en: `${ids.length} load balancers ${en}: ${ids.join(", ")}`,
      zh: `有 ${ids.length} 个负载均衡器${zh}：${ids.join("、")}`,
    },
    {
      wireCode: "MoreThanOne",
      hint: {
        en: "slbctl will not guess which is in use: delete the others, or take the tag or the name from them",
        zh: "slbctl 不会猜测哪一个在使用中：请删除其余的，或移除它们的标签或名称",
      },
    },
  );

/**
 * The load balancer of this name, whoever owns it. Filters of the API are fuzzy (names) or joined by OR (tags), so
 * everything is listed and compared here, and one read answers for both the tag and the name.
 */
export async function findLoadBalancer(connection: Connection, name: string): Promise<Found | undefined> {
  const found = (await listAll(connection)).flatMap((entry): readonly Found[] => {
    const owned = ownershipOf(name, entry.LoadBalancerName ?? "", entry.Tags);
    return owned === undefined ? [] : [{ entry, owned }];
  });
  const by = (ownership: string) => found.filter(({ owned }) => owned.ownership === ownership);
  const ids = (list: readonly Found[]) => list.map(({ entry }) => entry.LoadBalancerId).sort();
  const [ours, foreign, adoptable] = [by("ours"), by("foreign"), by("adoptable")];
  if (ours.length > 1)
    throw twice(ids(ours), `carry the tag ${OWNER_TAG}=${name}`, `带有标签 ${OWNER_TAG}=${name}`);
  if (ours.length === 0 && foreign.length === 0 && adoptable.length > 1)
    throw twice(ids(adoptable), `are named ${name}`, `名为 ${name}`);
  return ours[0] ?? foreign[0] ?? adoptable[0];
}
