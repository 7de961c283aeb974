import { EXIT, SlbctlError } from "../core/error.ts";
import { nearest } from "../core/nearest.ts";
import type { Observation } from "../core/observation.ts";
import { fold, idsOf } from "../core/topology.ts";
import { joinInstances, mapped } from "../doctor/join-instances.ts";
import type { OptionDefinition } from "./command.ts";

export const MAP_OPTION: OptionDefinition = {
  flags: "--map <id=node>",
  text: {
    en: "this backend (instance id, network interface id or address) is that node, where nothing else tells; repeatable",
    zh: "在别无依据时，指明该后端（实例 ID、网卡 ID 或地址）就是该节点；可重复",
  },
  repeatable: true,
};

const badMap = (value: string, expected: { en: string; zh: string }): SlbctlError =>
  new SlbctlError(
    "usage",
    EXIT.usage,
    { en: `--map ${value}: ${expected.en}`, zh: `--map ${value}：${expected.zh}` },
    {
      hint: {
        en: "example: --map i-0123456789abcdef0=master-1",
        zh: "示例：--map i-0123456789abcdef0=master-1",
      },
    },
  );

function pairOf(value: string, nodes: readonly string[]): Observation {
  const [id = "", node = "", ...more] = value.split("=").map((part) => part.trim());
  if (id === "" || node === "" || more.length > 0)
    throw badMap(value, {
      en: "expected ID=NODE: an instance id, network interface id or address of a backend, and the name of a node",
      zh: "应为 ID=NODE：后端的实例 ID、网卡 ID 或地址，以及节点名",
    });
  if (!nodes.includes(node)) {
    const meant = nearest(node, nodes) ?? nodes.slice(0, 5).join(", ");
    throw badMap(value, {
      en: `no evidence names a node "${node}"${meant === "" ? "" : `; expected one that is known, such as ${meant}`}`,
      zh: `没有任何证据提到节点“${node}”${meant === "" ? "" : `；应为已知的节点，例如 ${meant}`}`,
    });
  }
  return mapped(id, node);
}

/** The evidence with what the cloud says of machines told of their nodes, by hand where `--map` does so. */
export function withNodesJoined(
  observations: readonly Observation[],
  maps: readonly string[],
): readonly Observation[] {
  const nodes = maps.length === 0 ? [] : idsOf(fold(observations), "node");
  const all = [...observations, ...maps.map((value) => pairOf(value, nodes))];
  return [...all, ...joinInstances(fold(all))];
}
