import type { Finding, Remedy } from "../core/finding.ts";
import { stableJson } from "../core/json.ts";
import type { Language, Text } from "../core/text.ts";
import { subjectOf } from "./fingerprint.ts";

/** A remedy and every finding that it cures alike; it has a folder of its own. */
export interface RemedyFolder {
  readonly folder: string;
  readonly remedy: Remedy;
  readonly findings: readonly Finding[];
}

/** One folder per code and remedy; where their commands differ between findings, numbered ones. */
export function remedyFolders(findings: readonly Finding[]): readonly RemedyFolder[] {
  const groups = new Map<string, { name: string; remedy: Remedy; findings: Finding[] }>();
  for (const finding of findings)
    for (const remedy of finding.remedies) {
      const name = `${finding.code}-${remedy.id}`;
      const { applicability, commands, files } = remedy;
      const key = stableJson({ name, applicability, commands, files });
      const group = groups.get(key) ?? { name, remedy, findings: [] };
      group.findings.push(finding);
      groups.set(key, group);
    }
  const seen = new Map<string, number>();
  return [...groups.values()].map(({ name, remedy, findings: cured }) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return { folder: number === 1 ? name : `${name}-${number}`, remedy, findings: cured };
  });
}

const CARE: Readonly<Record<Remedy["applicability"], Text>> = {
  safe: {
    en: "Safe to run: `sh steps.sh STEP` runs one step, on the machine that it names.",
    zh: "可以安全执行：`sh steps.sh 步骤号` 只执行一个步骤，请在该步骤注明的机器上执行。",
  },
  unsafe: {
    en: "Weigh before running, for it changes what is in service: `sh steps.sh --yes STEP` runs one step, on the machine that it names.",
    zh: "执行前请评估，会改变正在使用的配置：`sh steps.sh --yes 步骤号` 只执行一个步骤，请在该步骤注明的机器上执行。",
  },
  "display-only": {
    en: "Advice: every command is commented out and has to be fitted to your environment.",
    zh: "仅供参考：所有命令均已注释，需按你的环境调整后再执行。",
  },
};
const FILL: Text = { en: "fill in what stands in <>, then run:", zh: "填写 <> 中的内容后再执行：" };
const STEP: Text = { en: "step", zh: "步骤" };

const comment = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");

/** A place to fill in, such as `<node>`; the shell would read it as a redirection. */
const PLACEHOLDER = /<[\p{L}][\p{L}\d _.-]*>/u;

/** Steps belong to different machines, so that one run of the script is one step. */
function stepOf(command: string, number: number, { applicability }: Remedy, language: Language): string {
  const head = comment(`${STEP[language]} ${number}`);
  if (PLACEHOLDER.test(command)) return `${head}\n${comment(FILL[language])}\n${comment(command)}`;
  if (applicability === "display-only") return `${head}\n${comment(command)}`;
  const words = applicability === "unsafe" ? `--yes ${number}` : `${number}`;
  return `${head}\n"${words}")\n${command}\n;;`;
}

/** The commands of a remedy for `sh`. The first line is the mark by which it may be written again. */
export function stepsScript({ remedy, findings }: RemedyFolder, mark: string, language: Language): string {
  const yes = remedy.applicability === "unsafe" ? " --yes" : "";
  const steps = remedy.commands.map((command, index) => stepOf(command, index + 1, remedy, language));
  const isAdvice = remedy.applicability === "display-only";
  const lines = [
    `# ${mark} doctor --fix-dir`,
    comment(`${findings[0]?.code ?? ""}: ${remedy.title[language]}`),
    ...findings.map((finding) => comment(`- ${subjectOf(finding)}`)),
    comment(CARE[remedy.applicability][language]),
    ...(isAdvice ? [] : ["set -eu", 'cd "$(dirname "$0")"', 'case "$*" in']),
    ...steps,
    ...(isAdvice ? [] : ["*)", `echo "read $0 first, then: sh $0${yes} STEP" >&2`, "exit 1", ";;", "esac"]),
  ];
  return `${lines.join("\n")}\n`;
}

const WORDS = {
  title: { en: "Remedies", zh: "修复方法" },
  lead: {
    en: "Nothing here was executed. Each folder cures what it lists; one remedy per finding is enough, the first is preferred.",
    zh: "以下内容均未执行。每个目录修复其列出的问题；每个问题只需采用一种方法，排在前面的优先。",
  },
  safe: { en: "Safe", zh: "安全" },
  unsafe: { en: "Weigh before running", zh: "执行前请评估" },
  "display-only": { en: "Advice", zh: "仅供参考" },
  none: { en: "none", zh: "无" },
} satisfies Record<string, Text>;

const literal = (text: string): string => text.replaceAll(/\s+/g, " ").replace(/[\\`*_[\]<>]/g, "\\$&");
const inline = (text: string): string => `\`${text.replaceAll(/[`\r\n]/g, "'")}\``;

/** What was written and how much care each takes, in the reader's language. */
export function remediesReadme(folders: readonly RemedyFolder[], mark: string, language: Language): string {
  const sections = (["safe", "unsafe", "display-only"] as const).flatMap((care) => {
    const own = folders.filter(({ remedy }) => remedy.applicability === care);
    const listed = own.map(({ folder, remedy, findings }) => {
      const whom = findings
        .map((finding) => inline(subjectOf(finding)))
        .join(language === "zh" ? "、" : ", ");
      const steps = `${folder}/steps.sh`;
      return `- [${steps}](${steps}) (${whom}): ${literal(remedy.title[language])}`;
    });
    return [
      `## ${WORDS[care][language]}`,
      CARE[care][language],
      listed.length === 0 ? WORDS.none[language] : listed.join("\n"),
    ];
  });
  return `${[`<!-- ${mark} doctor --fix-dir -->`, `# ${WORDS.title[language]}`, WORDS.lead[language], ...sections].join("\n\n")}\n`;
}
