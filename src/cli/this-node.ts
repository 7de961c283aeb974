import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { reachAny } from "../collect/api-reachable.ts";
import { isNodeRoot, nodeNameOf } from "../collect/node-root/list-root.ts";
import { addressFacts } from "../collect/node-root/local-addresses.ts";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { HostPort } from "../core/facts.ts";
import { type Observation, observed } from "../core/observation.ts";
import { fold, knownValue } from "../core/topology.ts";
import type { OptionDefinition, Options } from "./command.ts";

export const NODE_OPTION: OptionDefinition = {
  flags: "--node [root]",
  text: {
    en: "read this node, or the copy of a node's root at ROOT (default /): kubeconfigs, static pods, CNI, hosts, addresses; keys and tokens are not opened. What `doctor` does by itself on a master",
    zh: "读取本节点，或 ROOT（默认 /）处的节点根目录副本：kubeconfig、静态 pod、CNI、hosts、地址；不打开密钥与令牌。在 master 上不带参数运行 `doctor` 时即如此",
  },
};

const NO_EVIDENCE = new SlbctlError(
  "no-evidence",
  EXIT.usage,
  {
    en: "nothing to judge: this is no node of a cluster, and no evidence was named",
    zh: "没有可判断的内容：本机不是集群节点，也没有指定证据",
  },
  {
    hint: {
      en: "give --from PATH (`kubectl get nodes,pods,svc,ep,cm,ds -A -o json > dump.json`), --provider and --lb for a load balancer in a cloud, or --node ROOT",
      zh: "请给出 --from PATH（`kubectl get nodes,pods,svc,ep,cm,ds -A -o json > dump.json`）、云上负载均衡器用 --provider 与 --lb，或 --node ROOT",
    },
  },
);

/** The root that is to be read, if any. Without any evidence it is this machine's, where that is a node. */
export async function rootOf(options: Options, hasEvidence: boolean): Promise<string | undefined> {
  const { node } = options as { node?: string | true };
  if (node !== undefined) return node === true ? "/" : node;
  if (hasEvidence) return undefined;
  if (await isNodeRoot("/")) return "/";
  throw NO_EVIDENCE;
}

const LIVE = { kind: "observed", source: "this machine" } as const;

const prefixOf = (cidr: string | null): number => Number(/\/(\d+)$/.exec(cidr ?? "")?.[1] ?? 0);

/**
 * What only a running node tells: its addresses, and whether its own API server answers, at the loopback and the advertised
 * address. The load balancer's address is not dialled: it may be the sick one.
 */
export async function liveFacts(
  root: string,
  cwd: string,
  files: readonly Observation[],
): Promise<readonly Observation[]> {
  if (resolve(cwd, root) !== "/") return [];
  const node = await nodeNameOf("/");
  const devices = Object.entries(networkInterfaces()).flatMap(([device, all = []]) =>
    all.map(({ address, cidr }) => ({ device, address, prefix: prefixOf(cidr) })),
  );
  const addresses = [...addressFacts(node, devices, LIVE)];
  const server = knownValue(fold(files), "node", node, "apiServer");
  if (server === undefined) return addresses;
  const candidates: readonly HostPort[] = [{ host: "127.0.0.1", port: server.port }, server];
  const reached = await reachAny(candidates);
  if (reached !== "up" && reached !== "down") return addresses;
  return [...addresses, observed("node", node, "apiServerUp", reached === "up", LIVE)];
}
