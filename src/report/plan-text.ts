import type { Change, Plan, Step } from "../core/plan.ts";
import type { KindDescription } from "../core/provider.ts";
import { isRef, type Value } from "../core/resource.ts";
import type { Language } from "../core/text.ts";

const SIGN = { create: "+", update: "~", delete: "-" } as const;

/** A value on one line; a reference as `<resource.output>` because it is not known yet. */
function inline(value: Value | undefined): string {
  if (value === undefined || value === null) return "(none)";
  if (isRef(value)) return `<${value.$ref}.${value.output}>`;
  if (Array.isArray(value)) return `[${value.map((inner: Value) => inline(inner)).join(", ")}]`;
  if (typeof value === "object")
    return `{ ${Object.entries(value as { [key: string]: Value })
      .map(([key, inner]) => `${key}: ${inline(inner)}`)
      .join(", ")} }`;
  // A name that somebody else gave may hold line ends; it must not look like a line of the plan.
  return typeof value === "string" && /\p{Cc}/u.test(value) ? JSON.stringify(value) : String(value);
}

const isEmpty = (value: Value): boolean =>
  value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** Maps serve as sets too: of an entry that says nothing more, the name alone is shown. */
const entry = (name: string, value: Value): string => (isEmpty(value) ? name : `${name}: ${inline(value)}`);

function propLines(props: { readonly [key: string]: Value }): readonly string[] {
  const entries = Object.entries(props).filter(([, value]) => value !== null);
  return entries.flatMap(([key, value]): readonly string[] => {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value) && !isRef(value);
    if (!isMap) return [`      ${key}: ${inline(value)}`];
    const inner = Object.entries(value as { [key: string]: Value }).filter(([, deep]) => deep !== null);
    return inner.length === 0
      ? []
      : [`      ${key}:`, ...inner.map(([name, deep]) => `        ${entry(name, deep)}`)];
  });
}

const changeLine = ({ path, from, to }: Change): string => `      ${path}: ${inline(from)} -> ${inline(to)}`;

/** A stored plan holds its reasons in English; those that its provider's description gives are known in both languages. */
function reasonInChinese(reason: string, kind: KindDescription | undefined): string {
  const replaced = /^(\S+) is replaced$/.exec(reason)?.[1];
  if (replaced !== undefined) return `${replaced} 将被替换`;
  const known = Object.entries(kind?.immutable ?? {}).find(([path, { en }]) => reason === `${path}: ${en}`);
  return known === undefined ? reason : `${known[0]}：${known[1].zh}`;
}

function stepLines(
  step: Step,
  kinds: Readonly<Record<string, KindDescription>>,
  language: Language,
): readonly string[] {
  const title = kinds[step.kind]?.title[language] ?? step.kind;
  const head = `  ${SIGN[step.action]} ${step.id}  (${title})`;
  if (step.action === "update") return [head, ...step.changes.map(changeLine)];
  const because = (step.because ?? []).map((reason) =>
    language === "zh"
      ? `      必须替换：${reasonInChinese(reason, kinds[step.kind])}`
      : `      must be replaced: ${reason}`,
  );
  return step.action === "create"
    ? [head, ...because, ...propLines(step.props)]
    : [
        head,
        ...because,
        `      ${Object.entries(step.outputs)
          .map(([key, value]) => `${key}: ${value}`)
          .join(", ")}`,
      ];
}

/** How many steps of each action, e.g. `4 to create, 1 to change`. */
function planSummary(plan: Plan, language: Language): string {
  const count = (action: Step["action"]) => plan.steps.filter((step) => step.action === action).length;
  const [creates, updates, deletes] = [count("create"), count("update"), count("delete")];
  if (plan.steps.length === 0)
    return language === "zh"
      ? "没有变化：现状与期望一致。"
      : "No changes: what exists is what was asked for.";
  const parts =
    language === "zh"
      ? [creates && `新建 ${creates}`, updates && `修改 ${updates}`, deletes && `删除 ${deletes}`]
      : [
          creates && `${creates} to create`,
          updates && `${updates} to change`,
          deletes && `${deletes} to delete`,
        ];
  return parts.filter((part) => part !== 0).join(language === "zh" ? "，" : ", ");
}

/** The plan as a person reads it: every step with every value that will be sent. */
export function planText(
  plan: Plan,
  kinds: Readonly<Record<string, KindDescription>>,
  language: Language,
): string {
  const where = `${plan.name} (${plan.provider}${plan.region === undefined ? "" : `, ${plan.region}`})`;
  const summary = planSummary(plan, language);
  if (plan.steps.length === 0) return `${where}: ${summary}\n`;
  const head = language === "zh" ? `${where} 的计划：${summary}` : `Plan for ${where}: ${summary}`;
  return `${[head, "", ...plan.steps.flatMap((step) => [...stepLines(step, kinds, language), ""])].join("\n")}`;
}
