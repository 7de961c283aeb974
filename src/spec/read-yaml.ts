import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { err, ok, type Result } from "../core/result.ts";
import type { SourceProblem } from "./source-problem.ts";
import { type YamlTree, yamlTree } from "./yaml-tree.ts";

/** Deepest nesting; a spec itself needs 3, the rest is for a provider's `options`. */
const MAX_DEPTH = 32;
/** Most values in a file, aliases written out; 300 access-list entries and 64 masters are below 1,000. */
const MAX_VALUES = 20_000;

export interface YamlDocument {
  readonly value: unknown;
  /** Places of everything; built at the first call, since a spec without problems does not need them. */
  readonly tree: () => YamlTree;
  /** What is wrong with the document although it has a value: keys that stand twice. */
  readonly problems: readonly SourceProblem[];
}

/** A failure of the parser itself, told apart by the caller into what a person needs to hear. */
export interface SyntaxFailure {
  readonly kind: "syntax" | "depth";
  readonly offset: number;
  readonly reason: string;
}

function failure(error: unknown): SyntaxFailure {
  if (!(error instanceof YAMLException)) throw error;
  const kind = error.reason.startsWith("nesting exceeded") ? "depth" : "syntax";
  return { kind, offset: error.mark?.position ?? 0, reason: error.reason };
}

const atStart = { range: { start: 0, end: 0 }, path: [], found: undefined } as const;

const EMPTY: SourceProblem = {
  ...atStart,
  text: { en: "the file is empty", zh: "文件为空" },
  expected: {
    en: "a spec; `apiVersion: slbctl/v1` is its first line, examples/ has complete ones",
    zh: "一份 spec；首行为 `apiVersion: slbctl/v1`，examples/ 中有完整示例",
  },
};

const TOO_MANY: SourceProblem = {
  ...atStart,
  text: { en: "the file holds too many values for a spec", zh: "文件中的值过多，不像是 spec" },
  expected: { en: `at most ${MAX_VALUES} values`, zh: `不超过 ${MAX_VALUES} 个值` },
};

function treeProblems(tree: YamlTree): SourceProblem[] {
  const common = { found: undefined };
  const second: SourceProblem[] =
    tree.second === undefined
      ? []
      : [
          {
            ...common,
            range: tree.second,
            path: [],
            text: { en: "a second document begins here", zh: "此处开始了第二个文档" },
            expected: { en: "one spec per file", zh: "每个文件只含一份 spec" },
          },
        ];
  const circular = tree.circular.map(
    ({ path, range }): SourceProblem => ({
      ...common,
      range,
      path,
      text: {
        en: "this alias stands inside the value that it names",
        zh: "该别名位于它所引用的值之内，形成循环",
      },
      expected: { en: "an alias of a value above it", zh: "引用上文已结束的值" },
    }),
  );
  if (tree.root !== undefined && tree.root.size > MAX_VALUES) return [...second, ...circular, TOO_MANY];
  return [...second, ...circular];
}

/** `1` and `1.0` are one key to the parser but two to the tree; then only the place of the first is known. */
function duplicateProblems(tree: YamlTree, repeatedAt: number): SourceProblem[] {
  const found =
    tree.duplicates.length > 0
      ? tree.duplicates
      : [{ path: [], range: { start: repeatedAt, end: repeatedAt + 1 } }];
  return found.map(({ path, range }) => ({
    range,
    path,
    key: true,
    found: undefined,
    text: { en: "this field stands here a second time", zh: "该字段在此重复出现" },
    expected: { en: "each field once", zh: "每个字段只出现一次" },
  }));
}

/** Parses YAML 1.2, and JSON as the part of YAML that it is. The parser gives each value its place for free. */
export function readYaml(source: string): Result<YamlDocument, SyntaxFailure | readonly SourceProblem[]> {
  let events: Event[];
  let constructed: Constructed;
  try {
    events = parseEvents(source, { maxDepth: MAX_DEPTH });
    if (events.length > MAX_VALUES) return err([TOO_MANY]);
    constructed = construct(events, source);
  } catch (error) {
    return err(failure(error));
  }
  let built: YamlTree | undefined;
  const tree = () => {
    built ??= yamlTree(events, source);
    return built;
  };
  const present = constructed.values.filter((value) => value !== null);
  if (present.length > 1 || events.some(({ type }) => type === EVENT_ID.ALIAS)) {
    const problems = treeProblems(tree());
    if (problems.length > 0) return err(problems);
  }
  if (present.length === 0) return err([EMPTY]);
  const problems =
    constructed.repeatedAt === undefined ? [] : duplicateProblems(tree(), constructed.repeatedAt);
  return ok({ value: present[0], tree, problems });
}

interface Constructed {
  readonly values: readonly unknown[];
  /** Where the first key stands that was there before. */
  readonly repeatedAt: number | undefined;
}

/** Keys that stand twice are no reason to keep silent about everything else: then the last one counts. */
function construct(events: Event[], source: string): Constructed {
  try {
    return { values: constructFromEvents(events, { source }), repeatedAt: undefined };
  } catch (error) {
    return { values: constructFromEvents(events, { source, json: true }), repeatedAt: failure(error).offset };
  }
}
