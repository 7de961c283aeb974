import type { Origin } from "../../core/fact.ts";
import type { FactName, SubjectKind } from "../../core/facts.ts";
import { nearest } from "../../core/nearest.ts";
import type { Observation } from "../../core/observation.ts";
import type { Text } from "../../core/text.ts";
import { unusable } from "../evidence-error.ts";
import { FACT_SCHEMAS } from "./fact-schemas.ts";
import { isTopologyHeader } from "./is-topology-line.ts";
import { headerSchema, lineSchema } from "./line-schema.ts";

const path = (keys: readonly PropertyKey[]): string =>
  keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly expected?: unknown;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
}

/** What is wrong, in the words of the check that failed. */
function inWords({ code, expected, keys, values }: Issue): Text {
  if (keys !== undefined) {
    const names = keys.map((key) => JSON.stringify(key.slice(0, 64))).join(", ");
    return { en: `unknown field ${names}`, zh: `未知字段 ${names}` };
  }
  const wanted = values === undefined ? expected : values.map((value) => JSON.stringify(value)).join(" | ");
  if (typeof wanted === "string") return { en: `expected ${wanted}`, zh: `应为 ${wanted}` };
  return { en: `not valid (${code})`, zh: `无效（${code}）` };
}

function wrong(place: string, what: string, issues: readonly object[]): Error {
  const told = (issues as readonly Issue[]).slice(0, 3).map((issue) => {
    const at = `${what}${path(issue.path)}`.replace(/^\./, "");
    const { en, zh } = inWords(issue);
    return { en: at === "" ? en : `${at}: ${en}`, zh: at === "" ? zh : `${at}：${zh}` };
  });
  return unusable(place, {
    en: `not a line of a topology file: ${told.map(({ en }) => en).join("; ")}`,
    zh: `不是拓扑文件的有效行：${told.map(({ zh }) => zh).join("；")}`,
  });
}

function unknownFact(place: string, known: readonly string[], name: string, what: string): Error {
  const meant = nearest(name, known);
  const hint =
    meant === undefined ? undefined : { en: `did you mean "${meant}"?`, zh: `是否想写“${meant}”？` };
  return unusable(
    place,
    { en: `unknown ${what} "${name.slice(0, 64)}"`, zh: `未知的 ${what}“${name.slice(0, 64)}”` },
    hint,
  );
}

/** One line of a topology file; the header says nothing of the world. Throws SlbctlError with the place. */
export function readTopologyLine(value: unknown, origin: Origin): readonly Observation[] {
  const place = origin.offset === undefined ? origin.source : `${origin.source} (byte ${origin.offset})`;
  if (isTopologyHeader(value)) {
    const header = headerSchema.safeParse(value);
    if (!header.success) throw wrong(place, "", header.error.issues);
    return [];
  }
  const line = lineSchema.safeParse(value);
  if (!line.success) throw wrong(place, "", line.error.issues);
  const { subject, fact, unknown, origin: own } = line.data;
  const { kind, id } = subject;
  if (!Object.hasOwn(FACT_SCHEMAS, kind))
    throw unknownFact(place, Object.keys(FACT_SCHEMAS), kind, "subject.kind");
  const schemas: Readonly<Record<string, (typeof FACT_SCHEMAS)["cluster"]["masters"] | undefined>> =
    FACT_SCHEMAS[kind as SubjectKind] as never;
  const schema = Object.hasOwn(schemas, fact) ? schemas[fact] : undefined;
  if (schema === undefined) throw unknownFact(place, Object.keys(schemas), fact, "fact");
  const told = {
    subject: { kind: kind as SubjectKind, id },
    fact: fact as FactName,
    origin: (own as Origin | undefined) ?? { ...origin, kind: "specified" },
  } as const;
  if (unknown !== undefined) {
    const { reason, howToProvide } = unknown;
    const reading = {
      known: false,
      reason,
      ...(howToProvide === undefined ? {} : { howToProvide }),
    } as const;
    return [{ ...told, reading }];
  }
  const read = schema.safeParse(line.data.value);
  if (!read.success) throw wrong(place, "value", read.error.issues);
  return [{ ...told, reading: { known: true, value: read.data } }];
}
