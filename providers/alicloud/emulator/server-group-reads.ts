import { apiTime, listenersOfGroup, loadBalancer, type Operation, reads, serverGroup } from "./call.ts";
import { flag, required, text } from "./parameters.ts";
import { serverFields } from "./servers.ts";
import { matchesAll, tagEntries, tagFilters } from "./tags.ts";

const listTable = {
  LoadBalancerId: required(text()),
  Description: text(),
  IncludeListener: flag,
  IncludeRule: flag,
  Tag: tagFilters,
};

export const serverGroupReadOperations: Readonly<Record<string, Operation>> = {
  /** Not paged. */
  DescribeVServerGroups: reads("in-region", listTable, (input, call) => {
    const { id } = loadBalancer(input.LoadBalancerId, call);
    const groups = call.state.serverGroups.filter(
      (group) =>
        group.loadBalancerId === id &&
        matchesAll(group.tags, input.Tag) &&
        (input.Description === undefined || group.name.includes(input.Description)),
    );
    return {
      VServerGroups: {
        VServerGroup: groups.map((group) => ({
          VServerGroupId: group.id,
          VServerGroupName: group.name,
          ServerCount: group.servers.length,
          CreateTime: apiTime(group.createdAtMs),
          Tags: { Tag: tagEntries(group.tags) },
          AssociatedObjects: {
            Listeners: {
              Listener:
                input.IncludeListener === true
                  ? listenersOfGroup(group, call).map(({ port }) => ({ Port: port, Protocol: "tcp" }))
                  : [],
            },
            Rules: { Rule: [] },
          },
        })),
      },
    };
  }),
  DescribeVServerGroupAttribute: reads("in-region", { VServerGroupId: required(text()) }, (input, call) => {
    const group = serverGroup(input.VServerGroupId, call);
    return {
      VServerGroupId: group.id,
      VServerGroupName: group.name,
      LoadBalancerId: group.loadBalancerId,
      CreateTime: apiTime(group.createdAtMs),
      BackendServers: { BackendServer: group.servers.map((server) => serverFields(server, "number")) },
      Tags: { Tag: tagEntries(group.tags) },
    };
  }),
};
