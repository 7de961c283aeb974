import type { Diagnosis, Finding } from "../core/finding.ts";
import type { Suppression } from "../core/suppression.ts";
import type { Text } from "../core/text.ts";
import { subjectOf } from "./fingerprint.ts";

export interface Suppressed {
  readonly by: ReadonlyMap<Finding, Suppression>;
  /** Expired while their findings are still there: these count again. */
  readonly expired: readonly Suppression[];
  readonly unused: readonly Suppression[];
}

export const NOT_SUPPRESSED: Suppressed = { by: new Map(), expired: [], unused: [] };

/** Whole-text match in linear steps: no pattern can make it slow. */
function matchesGlob(glob: string, text: string): boolean {
  let [at, in_, star, resume] = [0, 0, -1, 0];
  while (in_ < text.length) {
    if (glob[at] === "*") {
      star = at++;
      resume = in_;
    } else if (at < glob.length && (glob[at] === "?" || glob[at] === text[in_])) {
      at++;
      in_++;
    } else if (star >= 0) {
      at = star + 1;
      in_ = ++resume;
    } else return false;
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}

const concerns = ({ code, subject }: Suppression, finding: Finding): boolean =>
  code === finding.code &&
  [subjectOf(finding), finding.subject, ...(finding.client === null ? [] : [finding.client.name])].some(
    (name) => matchesGlob(subject, name),
  );

/** Which findings are suppressed on a day; `today` is ISO 8601, and the last day still counts. */
export function suppress(diagnosis: Diagnosis, all: readonly Suppression[], today: string): Suppressed {
  const by = new Map<Finding, Suppression>();
  const used = new Set<Suppression>();
  for (const finding of diagnosis.findings)
    for (const suppression of all.filter((each) => concerns(each, finding))) {
      used.add(suppression);
      if (suppression.until >= today && !by.has(finding)) by.set(finding, suppression);
    }
  return {
    by,
    expired: all.filter((each) => used.has(each) && each.until < today),
    unused: all.filter((each) => !used.has(each)),
  };
}

/** What has to be said about the list itself. */
export const suppressionNotes = ({ expired, unused }: Suppressed): readonly Text[] => [
  ...expired.map(({ at, code, subject, until }) => ({
    en: `${at}: the suppression of ${code} for ${subject} ended on ${until}; its findings count again`,
    zh: `${at}：对 ${code}（${subject}）的抑制已于 ${until} 到期，相关问题重新计入`,
  })),
  ...unused.map(({ at, code, subject }) => ({
    en: `${at}: nothing is suppressed by ${code} for ${subject}; remove the entry`,
    zh: `${at}：对 ${code}（${subject}）的抑制没有匹配任何问题，请删除该条目`,
  })),
];
