import type { Backend } from "../../core/facts.ts";
import type { Behaviour } from "../../core/forwarding.ts";
import { knownValue, type Topology } from "../../core/topology.ts";
import type { Disposition, HopStep } from "../../core/trace.ts";
import { backendName, nodeOf } from "../join-backends.ts";
import { nodePortHop } from "./node-port.ts";

export interface Crossing {
  readonly clientNode: string;
  /** Source address with which the packet leaves the client's node, and whether that is the node's own. */
  readonly source: string;
  readonly sourceIsNodes: boolean;
  /** The client is in none of the cluster's subnets. */
  readonly isOutside: boolean;
  readonly vip: string;
  readonly port: number;
}

export interface Fate {
  readonly disposition: Disposition;
  readonly missing: readonly string[];
  readonly steps: readonly HopStep[];
}

const request = (at: string, source: string, destination: string, en: string, zh: string): HopStep => ({
  at,
  direction: "request",
  source,
  destination,
  what: { en, zh },
});
const reply = (at: string, source: string, destination: string, en: string, zh: string): HopStep => ({
  ...request(at, source, destination, en, zh),
  direction: "reply",
});

/** Same subnet: replies that go "by route" then bypass the balancer. Undefined when it is not known. */
function sameSubnet(topology: Topology, a: string, b: string): boolean | undefined {
  const [left, right] = [a, b].map((node) => knownValue(topology, "node", node, "subnet"));
  return left === undefined || right === undefined ? undefined : left === right;
}

/** What the chosen backend's kernel does with a packet that carries the source it carries. */
function arrival(
  topology: Topology,
  crossing: Crossing,
  node: string,
  behaviour: Behaviour,
  address: string,
): Fate {
  const { source, clientNode } = crossing;
  const sees = behaviour.source === "translator" ? "(load balancer)" : source;
  const at = `${address}:${crossing.port}`;
  const itself = node === clientNode;
  const arrives = request(node, sees, at, `arrives at ${node}`, `到达 ${node}`);
  if (behaviour.source === "translator") {
    const back = reply(
      node,
      at,
      sees,
      "answers the load balancer, which answers the client",
      "应答负载均衡器，再由它应答客户端",
    );
    return { disposition: "delivered", missing: [], steps: [arrives, back] };
  }
  if (behaviour.destination === "kept") {
    const steps = [arrives, reply(node, crossing.vip, sees, "answers the client directly", "直接应答客户端")];
    return { disposition: itself ? "always-local" : "delivered", missing: [], steps };
  }
  if (itself && crossing.sourceIsNodes) {
    const drop = request(
      node,
      sees,
      at,
      "the source is the node's own address: the kernel drops it as a martian, before TCP",
      "源地址是本机自己的地址：内核在 TCP 之前将其作为 martian 丢弃",
    );
    return { disposition: "martian-source", missing: [], steps: [arrives, drop] };
  }
  if (itself) {
    const astray = reply(
      node,
      at,
      sees,
      "the answer stays inside the node and reaches the pod from the node's address instead of the VIP: reset",
      "应答不出本机，以节点地址而非 VIP 到达 pod：被重置",
    );
    return { disposition: "reverse-path", missing: [], steps: [arrives, astray] };
  }
  if (behaviour.reply !== "by-route") {
    const back = reply(
      node,
      at,
      sees,
      "the fabric brings the answer back through the load balancer",
      "网络将应答带回负载均衡器",
    );
    return { disposition: "delivered", missing: [], steps: [arrives, back] };
  }
  // Backends that are nodes of the cluster reach pods over the pod network, whatever subnet the client's node is in.
  const near = crossing.isOutside
    ? false
    : crossing.sourceIsNodes
      ? sameSubnet(topology, node, clientNode)
      : true;
  if (near === undefined) return { disposition: "unknown", missing: ["node.subnet"], steps: [arrives] };
  if (!near)
    return {
      disposition: "delivered",
      missing: [],
      steps: [
        arrives,
        reply(node, at, sees, "answers by its gateway, the load balancer", "经网关（即负载均衡器）应答"),
      ],
    };
  const bypass = reply(
    node,
    at,
    sees,
    "answers straight to the client, which never dialled this address: reset",
    "直接应答客户端，而客户端从未访问过该地址：被重置",
  );
  return { disposition: "reply-bypass", missing: [], steps: [arrives, bypass] };
}

/** One connection through the balancer to one chosen backend, there and back. */
export function crossBalancer(
  topology: Topology,
  crossing: Crossing,
  balancer: string,
  behaviour: Behaviour,
  backend: Backend,
): Fate {
  const node = nodeOf(topology, backend);
  const name = backendName(topology, backend);
  const vip = `${crossing.vip}:${crossing.port}`;
  const [sets = "", out = ""] = crossing.isOutside
    ? ["sets out", "发起连接"]
    : ["leaves the node", "离开节点"];
  const leaves = request(crossing.clientNode, crossing.source, vip, sets, out);
  const replaced = behaviour.source === "translator";
  const picks = request(
    balancer,
    replaced ? "(load balancer)" : crossing.source,
    `${name}:${backend.port}`,
    replaced
      ? `picks ${name} and puts its own address as source`
      : `picks ${name} and keeps the source address`,
    replaced ? `选中 ${name}，并以自己的地址作为源地址` : `选中 ${name}，并保留源地址`,
  );
  if (node === undefined && !replaced)
    return { disposition: "unknown", missing: ["node.instanceId", "node.addresses"], steps: [leaves, picks] };
  if (node === crossing.clientNode && behaviour.onSelf === "drop")
    return { disposition: "dropped", missing: [], steps: [leaves, picks] };
  if (node === crossing.clientNode && behaviour.onSelf === "unknown")
    return { disposition: "unknown", missing: ["balancer.model on self"], steps: [leaves, picks] };
  const effective: Behaviour =
    node === crossing.clientNode && behaviour.onSelf === "snat"
      ? { ...behaviour, source: "translator" }
      : behaviour;
  const address = backend.address ?? (node && knownValue(topology, "node", node, "addresses")?.[0]) ?? name;
  const fate = arrival(topology, { ...crossing, port: backend.port }, node ?? name, effective, address);
  const sees = effective.source === "translator" ? "(load balancer)" : crossing.source;
  const second =
    fate.disposition === "delivered" && effective.destination !== "kept"
      ? nodePortHop(topology, backend, sees, address)
      : undefined;
  if (second?.contradicts === true)
    return {
      disposition: "unknown",
      missing: ["service.endpointNodes beside listener.backends health"],
      steps: [leaves, picks, second.step],
    };
  const [arrives, ...rest] = fate.steps;
  const steps = second === undefined || arrives === undefined ? fate.steps : [arrives, second.step, ...rest];
  return { ...fate, steps: [leaves, picks, ...steps] };
}
