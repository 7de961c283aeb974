import { OWNER_TAG } from "../../src/core/provider.ts";
import type { ObservedResource } from "../../src/core/resource.ts";
import { call, orAbsent } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Owned } from "./find-load-balancer.ts";
import { describeVServerGroupAttribute, describeVServerGroups } from "./operations/backends.ts";
import { asProps } from "./props.ts";
import { serversByIdAndPort } from "./read-servers.ts";
import { LOAD_BALANCER } from "./refs.ts";

/** Our vServer groups: tagged ones and those that our listeners use. The used or oldest one has the plain name. */
export async function groupsOf(
  connection: Connection,
  loadBalancerId: string,
  name: string,
  used: ReadonlySet<string>,
  owned: Owned,
): Promise<readonly ObservedResource[]> {
  const { VServerGroups } = await call(connection, describeVServerGroups, { LoadBalancerId: loadBalancerId });
  const rank = (id: string, made: string | undefined) => `${used.has(id) ? 0 : 1} ${made ?? ""} ${id}`;
  const mine = VServerGroups.filter(
    ({ VServerGroupId, Tags }) => used.has(VServerGroupId) || Tags[OWNER_TAG] === name,
  ).sort((a, b) => (rank(a.VServerGroupId, a.CreateTime) < rank(b.VServerGroupId, b.CreateTime) ? -1 : 1));
  const read = await Promise.all(
    mine.map(
      async ({ VServerGroupId, VServerGroupName, Tags }, index): Promise<readonly ObservedResource[]> => {
        const group = await orAbsent(call(connection, describeVServerGroupAttribute, { VServerGroupId }));
        if (group === undefined) return [];
        const props = asProps({
          loadBalancerId: LOAD_BALANCER,
          name: VServerGroupName ?? "",
          servers: serversByIdAndPort(group.BackendServers),
          tags: Tags,
        });
        const id = index === 0 ? "server-group" : `server-group/${VServerGroupId}`;
        return [
          { id, kind: "server-group", props, outputs: { id: VServerGroupId, loadBalancerId }, ...owned },
        ];
      },
    ),
  );
  return read.flat();
}
