import type { Diagnosis, MissingFact } from "../core/finding.ts";
import { stableJson } from "../core/json.ts";
import type { Language } from "../core/text.ts";

const SAMPLE = 3;

interface Question {
  readonly codes: Set<string>;
  readonly subjects: Set<string>;
  /** What is missing, each once, of all that it is missing of. */
  readonly missing: readonly { readonly fact: MissingFact; readonly of: Set<string> }[];
}

/** The command for one subject, with the subject left out: alike for all nodes of a wide DaemonSet. */
const alike = ({ howToProvide, subject }: MissingFact): string | undefined =>
  subject === "" ? (howToProvide ?? undefined) : howToProvide?.replaceAll(subject, "*");

const kindOf = (missing: readonly MissingFact[]): string =>
  stableJson(missing.map((each) => [each.fact, each.reason.en, alike(each) ?? null]));

function questions(inconclusive: Diagnosis["inconclusive"]): readonly Question[] {
  const groups = new Map<string, Question>();
  for (const { code, subject, missing } of inconclusive) {
    const key = kindOf(missing);
    const group = groups.get(key) ?? {
      codes: new Set(),
      subjects: new Set(),
      missing: missing.map((fact) => ({ fact, of: new Set() })),
    };
    groups.set(key, group);
    group.codes.add(code);
    group.subjects.add(subject);
    missing.forEach((each, index) => {
      group.missing[index]?.of.add(each.subject);
    });
  }
  return [...groups.values()];
}

/** Some of many, with how many more there are. */
function sample(all: ReadonlySet<string>, language: Language): string {
  const named = [...all].slice(0, SAMPLE).join(language === "zh" ? "、" : ", ");
  if (all.size <= SAMPLE) return named;
  return language === "zh" ? `${named} 等 ${all.size} 项` : `${named} and ${all.size - SAMPLE} more`;
}

/** What could not be told, once for all subjects that lack the same, with what is missing and what would provide it. */
export function openQuestions(
  inconclusive: Diagnosis["inconclusive"],
  language: Language,
): readonly string[] {
  const label = (en: string, zh: string) => (language === "zh" ? zh : en);
  return questions(inconclusive).flatMap(({ codes, subjects, missing }) => {
    const whom = sample(subjects, language);
    return [
      label(
        `could not tell ${[...codes].join(", ")} for ${whom}:`,
        `无法判断 ${[...codes].join("、")}（${whom}）：`,
      ),
      ...missing.map(({ fact: lacking, of }) => {
        const { fact, reason, howToProvide } = lacking;
        const whose = of.size > 1 ? label(` of ${sample(of, "en")}`, `（${sample(of, "zh")}）`) : "";
        const each =
          of.size > 1 && alike(lacking) !== howToProvide ? label(" (and so for each)", "（其余同理）") : "";
        const how =
          howToProvide === null
            ? ""
            : label(`; to provide it: ${howToProvide}${each}`, `；可这样提供：${howToProvide}${each}`);
        return `    ${fact}${whose}${label(":", "：")} ${reason[language]}${how}`.replace("： ", "：");
      }),
    ];
  });
}
