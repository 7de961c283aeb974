import { type Call, loadBalancer, type Operation, writes } from "./call.ts";
import { forgetAbsent } from "./health.ts";
import { required, text } from "./parameters.ts";
import {
  changeServers,
  newServers,
  readEntries,
  type ServerEntry,
  sameServer,
  serverFields,
} from "./servers.ts";
import type { LoadBalancer } from "./state.ts";

type Change = (balancer: LoadBalancer, entries: readonly ServerEntry[], call: Call) => void;

const table = { LoadBalancerId: required(text()), BackendServers: required(text()) };

/** The three operations of the default server group differ in what they do with the list only. */
const onDefaultGroup = (change: Change): Operation =>
  writes("anywhere", table, (input, call) => {
    const balancer = loadBalancer(input.LoadBalancerId, call);
    change(balancer, readEntries(input.BackendServers, "default"), call);
    forgetAbsent(call.state, balancer);
    return {
      LoadBalancerId: balancer.id,
      BackendServers: { BackendServer: balancer.servers.map((server) => serverFields(server, "text")) },
    };
  });

/** Members of all groups of a load balancer. */
export const totalOf = ({ id, servers }: LoadBalancer, { state }: Call): number =>
  state.serverGroups
    .filter(({ loadBalancerId }) => loadBalancerId === id)
    .reduce((sum, group) => sum + group.servers.length, servers.length);

export const backendOperations: Readonly<Record<string, Operation>> = {
  AddBackendServers: onDefaultGroup((balancer, entries, call) => {
    const total = totalOf(balancer, call);
    balancer.servers.push(...newServers(entries, balancer.servers, { balancer, total, world: call.world }));
  }),
  RemoveBackendServers: onDefaultGroup((balancer, entries) => {
    balancer.servers = balancer.servers.filter(
      (server) => !entries.some((entry) => sameServer(server, entry)),
    );
  }),
  SetBackendServers: onDefaultGroup((balancer, entries) => changeServers(entries, balancer.servers)),
};
