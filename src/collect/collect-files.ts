import { resolve } from "node:path";
import type { Origin } from "../core/fact.ts";
import type { Observation } from "../core/observation.ts";
import type { EvidenceDocument } from "../core/provider.ts";
import type { Text } from "../core/text.ts";
import { apiServerFacts, flagsOf } from "./api-server-flags.ts";
import { type Document, readDocuments } from "./documents.ts";
import { unusable } from "./evidence-error.ts";
import { at, fieldsOf, textOf } from "./fields.ts";
import { projectKubeconfig } from "./kubeconfig.ts";
import { loadYamlParser } from "./kubernetes/embedded-yaml.ts";
import { PodGroups } from "./kubernetes/pod-groups.ts";
import { kindOf, projectOf } from "./kubernetes/project.ts";
import { listFiles } from "./list-files.ts";
import { listRoot } from "./node-root/list-root.ts";
import { NOT_RECOGNISED, Notes } from "./notes.ts";
import { Placement } from "./placement.ts";
import type { Recogniser } from "./recogniser.ts";
import { isTopologyLine } from "./topology/is-topology-line.ts";
import type { readTopologyLine } from "./topology/read-line.ts";

export interface CollectOptions {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  readonly recognisers: readonly Recogniser[];
  /** Root of a node that is read besides, as `--node` names it. */
  readonly root?: string;
}

export interface Collection extends AsyncIterable<Observation> {
  /** What was met and not used; complete once everything has been read. */
  notes(): readonly Text[];
}

/**
 * Observations from files and folders, each document recognised by its content and streamed; memory does not grow
 * with the size of the files. Throws SlbctlError `evidence-unusable`, with the place, for what cannot be read or
 * when nothing at all was recognised.
 */
export function collectFiles(paths: readonly string[], options: CollectOptions): Collection {
  const notes = new Notes();
  return {
    notes: () => notes.texts(),
    [Symbol.asyncIterator]: () => collect(paths, options, notes),
  };
}

async function* collect(
  paths: readonly string[],
  { cwd, recognisers, root }: CollectOptions,
  notes: Notes,
): AsyncGenerator<Observation> {
  const placement = new Placement();
  const pods = new PodGroups();
  const held: Held = new Map();
  let recognised = 0;
  let readLine: typeof readTopologyLine | undefined;
  const passOn = function* (observations: Iterable<Observation>) {
    for (const observation of observations) {
      placement.see(observation);
      yield observation;
    }
  };
  const own = root === undefined ? [] : await listRoot(resolve(cwd, root), root);
  const files = [...(await listFiles(paths, cwd)), ...own];
  for (const file of files)
    for await (const batch of readDocuments(file, recognisers, notes))
      for (const document of batch) {
        const kind = kindOf(document.value, document.listKind);
        if (kind === "ConfigMap") await loadYamlParser();
        // Most cases have none, and its schemas take a while to make.
        if (isTopologyLine(document.value))
          readLine ??= (await import("./topology/read-line.ts")).readTopologyLine;
        const found = observationsOf(document, kind, { pods, recognisers, held, readLine });
        if (found === undefined) {
          notes.add(NOT_RECOGNISED, nameOf(document));
          continue;
        }
        recognised += 1;
        yield* passOn(found);
      }
  if (recognised === 0 && paths.length > 0) throw nothing(paths, notes);
  for (const [recogniser, documents] of held) yield* passOn(recogniser.together?.(documents) ?? NOTHING);
  yield* passOn(pods.observations());
  for (const { node, command, origin } of pods.commandsOfApiServers())
    yield* passOn(apiServerFacts(flagsOf(command), node, origin));
  yield* placement.observations();
}

const NOTHING: Iterable<Observation> = [];

/** Documents that say more together than each alone: answers of a cloud, of some kilobytes each. */
type Held = Map<Recogniser, EvidenceDocument[]>;

interface Readers {
  readonly pods: PodGroups;
  readonly recognisers: readonly Recogniser[];
  readonly held: Held;
  readonly readLine: typeof readTopologyLine | undefined;
}

function observationsOf(
  document: Document,
  kind: string | undefined,
  { pods, recognisers, held, readLine }: Readers,
): Iterable<Observation> | undefined {
  if (document.observations !== undefined) return document.observations;
  const { value, source, offset } = document;
  const origin: Origin = { kind: "observed", source, ...(offset === undefined ? {} : { offset }) };
  if (readLine !== undefined && isTopologyLine(value)) return readLine(value, origin);
  if (kind === "Pod") {
    pods.add(value, origin);
    return NOTHING;
  }
  const project = kind === undefined ? undefined : projectOf(kind);
  if (project !== undefined) return project(fieldsOf(value), origin);
  if (kind === "Config") return projectKubeconfig(value, origin);
  const found: Iterable<Observation>[] = [];
  for (const recogniser of recognisers) {
    const said = recogniser.value?.({ value, source });
    if (said === undefined) continue;
    found.push(recogniser.together === undefined ? said : NOTHING);
    if (recogniser.together !== undefined)
      held.set(recogniser, [...(held.get(recogniser) ?? []), { value, source }]);
  }
  if (found.length > 0) return found.flatMap((observations) => [...observations]);
  // Any other Kubernetes object: known for what it is, with nothing to say.
  return kind === undefined || textOf(at(value, "metadata", "name")) === undefined ? undefined : NOTHING;
}

function nameOf({ value, source }: Document): string {
  const kind = textOf(at(value, "kind"));
  return kind === undefined ? source : `${source} (kind ${kind.slice(0, 64)})`;
}

function nothing(paths: readonly string[], notes: Notes) {
  const seen = notes.texts();
  return unusable(
    paths.join(", "),
    {
      en: `nothing that slbctl knows${seen.map(({ en }) => `; ${en}`).join("")}`,
      zh: `没有 slbctl 认识的内容${seen.map(({ zh }) => `；${zh}`).join("")}`,
    },
    {
      en: "expected a slbctl spec; Kubernetes objects (kubectl get nodes,pods -A -o json); JSON printed by `aliyun slb Describe…`, `aliyun ecs DescribeInstances`, `aws elbv2 describe-…`, `aws ec2 describe-instances` or `terraform show -json`; what `slbctl collect` wrote; or a folder nodes/<node>/ with a copy of that node's etc/kubernetes",
      zh: "应为 slbctl 配置、Kubernetes 对象（kubectl get nodes,pods -A -o json）、`aliyun slb Describe…`、`aliyun ecs DescribeInstances`、`aws elbv2 describe-…`、`aws ec2 describe-instances` 或 `terraform show -json` 输出的 JSON、`slbctl collect` 写出的文件，或存有该节点 etc/kubernetes 副本的目录 nodes/<节点名>/",
    },
  );
}
