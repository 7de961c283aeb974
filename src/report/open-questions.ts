import type { Diagnosis } from "../core/finding.ts";
import { stableJson } from "../core/json.ts";
import type { Language } from "../core/text.ts";

const SAMPLE = 3;

/** What could not be told, once for all subjects that lack the same, with what is missing and what would provide it. */
export function openQuestions(
  inconclusive: Diagnosis["inconclusive"],
  language: Language,
): readonly string[] {
  const label = (en: string, zh: string) => (language === "zh" ? zh : en);
  const groups = new Map<
    string,
    { codes: string[]; subjects: string[]; missing: (typeof inconclusive)[number]["missing"] }
  >();
  for (const { code, subject, missing } of inconclusive) {
    const key = stableJson(missing);
    const group = groups.get(key) ?? { codes: [], subjects: [], missing };
    groups.set(key, {
      codes: [...new Set([...group.codes, code])],
      subjects: [...new Set([...group.subjects, subject])],
      missing,
    });
  }
  return [...groups.values()].flatMap(({ codes, subjects, missing }) => {
    const named = subjects.slice(0, SAMPLE).join(label(", ", "、"));
    const more = subjects.length - SAMPLE;
    const whom = more > 0 ? `${named}${label(` and ${more} more`, ` 等 ${subjects.length} 项`)}` : named;
    return [
      label(`could not tell ${codes.join(", ")} for ${whom}:`, `无法判断 ${codes.join("、")}（${whom}）：`),
      ...missing.map(({ fact, reason, howToProvide }) => {
        const how =
          howToProvide === null
            ? ""
            : label(`; to provide it: ${howToProvide}`, `；可这样提供：${howToProvide}`);
        return `    ${fact}: ${reason[language]}${how}`;
      }),
    ];
  });
}
