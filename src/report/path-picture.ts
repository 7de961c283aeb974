import type { Language } from "../core/text.ts";
import type { Branch, Trace } from "../core/trace.ts";
import { table } from "../i18n/table.ts";
import { DISPOSITION } from "./disposition-words.ts";

/** Lines that fit beside a finding; of more backends those that answer are told together. */
const MOST = 8;

const percent = (share: number | undefined): string =>
  share === undefined ? "?" : `${Math.round(share * 100)}%`;

/** Branches as they are drawn: the failing ones each, the answering ones together where there are many. */
function drawn(branches: readonly Branch[]): readonly Branch[] {
  if (branches.length <= MOST) return branches;
  const bad = branches.filter(({ disposition }) => DISPOSITION[disposition].mark !== "ok").slice(0, MOST - 1);
  const rest = branches.filter((branch) => !bad.includes(branch));
  const share = rest.reduce((sum, branch) => sum + (branch.share ?? 0), 0);
  const [first] = rest;
  return first === undefined ? bad : [...bad, { ...first, share, alike: rest.length }];
}

/** The path of a connection as a small picture: who dials what, then a line for each backend that may be chosen. */
export function pathPicture(
  trace: Trace,
  client: string,
  language: Language,
  indent: string,
): readonly string[] {
  const { flow, branches, model, mode } = trace;
  const isZonal = new Set(branches.map(({ via }) => via)).size > 1;
  const lines = drawn(branches);
  const rows = lines.map(({ backend, via, share, disposition, alike }, index) => {
    const { mark, text } = DISPOSITION[disposition];
    const many = language === "zh" ? `其余 ${alike} 个` : `${alike} others`;
    const address = isZonal && via !== undefined && alike === undefined ? [via] : isZonal ? [""] : [];
    return [
      index === lines.length - 1 ? "`-" : "|-",
      // Fixed per client: the share of clients, not of one client's connections.
      mode === "per-client" ? "" : percent(share),
      mark,
      ...address,
      alike === undefined ? (backend ?? "-") : many,
      disposition === "delivered" ? text[language] : `${text[language]} (${disposition})`,
    ];
  });
  const placed = language === "zh" ? `${flow.node} 上的 ${client}` : `${client} on ${flow.node}`;
  const inside = client === flow.node ? client : placed;
  const outside = language === "zh" ? "集群外的客户端" : "a client outside the cluster";
  const who = flow.outside === true ? outside : inside;
  const by = model === undefined ? "" : ` [${model}]`;
  const head = `${indent}${who} -> ${flow.target.host}:${flow.target.port}${by}`;
  return [head, ...table(rows, indent, [undefined, "right"])];
}
