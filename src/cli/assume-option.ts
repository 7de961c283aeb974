import { EXIT, SlbctlError } from "../core/error.ts";
import type { ForwardingModel, Settings, SettingValue } from "../core/forwarding.ts";
import { nearest } from "../core/nearest.ts";
import { canonicalAddress } from "../core/net.ts";
import type { Observation } from "../core/observation.ts";
import { fold, idsOf, knownValue, type Topology } from "../core/topology.ts";
import { type Assumption, assumedBalancer } from "../doctor/walk/assume-balancer.ts";
import { balancerAt } from "../doctor/walk/find-target.ts";
import { settingValues } from "../doctor/walk/model-settings.ts";
import type { OptionDefinition } from "./command.ts";

export const ASSUME_OPTION: OptionDefinition = {
  flags: "--assume <address=model>",
  text: {
    en: "what an address is when nothing else says so: ADDRESS=MODEL[,setting=value…], such as 10.0.0.100=alicloud/clb-l4,scheduler=wrr; its backends are taken to be the masters' API servers; repeatable",
    zh: "在别无依据时说明某个地址是什么：ADDRESS=MODEL[,setting=value…]，例如 10.0.0.100=alicloud/clb-l4,scheduler=wrr；其后端视为各 master 的 API server；可重复",
  },
  repeatable: true,
};

const bad = (value: string, en: string, zh: string): SlbctlError =>
  new SlbctlError(
    "usage",
    EXIT.usage,
    { en: `--assume ${value}: ${en}`, zh: `--assume ${value}：${zh}` },
    {
      hint: {
        en: "example: --assume 10.0.0.100=alicloud/clb-l4,scheduler=wrr",
        zh: "示例：--assume 10.0.0.100=alicloud/clb-l4,scheduler=wrr",
      },
    },
  );

function modelOf(value: string, id: string, models: readonly ForwardingModel[]): ForwardingModel {
  const found = models.find((each) => each.id === id);
  if (found !== undefined) return found;
  const ids = models.map((each) => each.id);
  const meant = nearest(id, ids);
  throw meant === undefined
    ? bad(value, `no model "${id}"; known: ${ids.join(", ")}`, `没有模型“${id}”；已知：${ids.join("、")}`)
    : bad(value, `no model "${id}"; did you mean ${meant}?`, `没有模型“${id}”；是否想输入 ${meant}？`);
}

function settingOf(value: string, word: string, model: ForwardingModel): readonly [string, SettingValue] {
  const [name = "", given = "", ...more] = word.split("=").map((part) => part.trim());
  const known = settingValues(model);
  if (name === "" || given === "" || more.length > 0)
    throw bad(value, `"${word}" is no setting=value`, `“${word}”不是 setting=value`);
  const values = known.get(name);
  if (values === undefined) {
    const names = [...known.keys()];
    const meant = nearest(name, names) ?? names.join(", ");
    throw names.length === 0
      ? bad(value, `${model.id} has no settings`, `${model.id} 没有可设置项`)
      : bad(
          value,
          `${model.id} has no setting "${name}"; expected ${meant}`,
          `${model.id} 没有设置项“${name}”；应为 ${meant}`,
        );
  }
  const found = values.find((each) => String(each).toLowerCase() === given.toLowerCase());
  if (found !== undefined) return [name, found];
  const expected = values.map(String);
  throw bad(
    value,
    `${name} is one of ${expected.join(", ")}, not "${given}"`,
    `${name} 应为 ${expected.join("、")} 之一，而不是“${given}”`,
  );
}

/** One assumption as it was typed; everything in it is checked against what the models know. */
function assumptionOf(value: string, models: readonly ForwardingModel[]): Assumption {
  const [, address, id = "", rest] = /^\[?([^\s=,\]]+)\]?=([^,=]*)(?:,(.*))?$/.exec(value.trim()) ?? [];
  if (address === undefined || id === "")
    throw bad(value, "expected ADDRESS=MODEL[,setting=value…]", "应为 ADDRESS=MODEL[,setting=value…]");
  const model = modelOf(value, id.trim(), models);
  const words = rest === undefined ? [] : rest.split(",");
  const settings: Settings = Object.fromEntries(words.map((word) => settingOf(value, word, model)));
  return { address, model: model.id, settings, origin: { kind: "assumed", source: `--assume ${value}` } };
}

/** Evidence goes before assumptions: what it contradicts is refused, rather than one of the two passed over. */
function refuseContradictions(
  topology: Topology,
  value: string,
  { address, model, settings }: Assumption,
): void {
  const node = idsOf(topology, "node").find((id) =>
    (knownValue(topology, "node", id, "addresses") ?? []).some(
      (each) => (canonicalAddress(each) ?? each) === (canonicalAddress(address) ?? address),
    ),
  );
  if (node !== undefined)
    throw bad(value, `the evidence says that this is node ${node}`, `证据表明它是节点 ${node}`);
  const balancer = balancerAt(topology, address);
  if (balancer === undefined) return;
  const known = knownValue(topology, "balancer", balancer, "model");
  if (known !== undefined && known !== model)
    throw bad(value, `the evidence says that this is ${known}`, `证据表明它是 ${known}`);
  const stated = knownValue(topology, "balancer", balancer, "settings") ?? {};
  for (const [name, assumed] of Object.entries(settings))
    if (stated[name] !== undefined && stated[name] !== assumed)
      throw bad(
        value,
        `the evidence says ${name}=${String(stated[name])}`,
        `证据表明 ${name}=${String(stated[name])}`,
      );
}

/** The evidence with what was assumed added; `dialled` are ports that the command itself dials. */
export function withAssumptions(
  observations: readonly Observation[],
  values: readonly string[],
  models: readonly ForwardingModel[],
  dialled: readonly number[] = [],
): readonly Observation[] {
  if (values.length === 0) return observations;
  const topology = fold(observations);
  const made = values.flatMap((value) => {
    const assumption = assumptionOf(value, models);
    refuseContradictions(topology, value, assumption);
    return assumedBalancer(topology, assumption, dialled);
  });
  return [...observations, ...made];
}
