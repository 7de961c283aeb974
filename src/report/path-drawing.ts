import type { Language } from "../core/text.ts";
import type { Branch, Trace } from "../core/trace.ts";
import { DISPOSITION } from "./disposition-words.ts";
import { xmlText } from "./xml-text.ts";

// User units; the drawing is as wide as a phone and never scaled below its size there.
const WIDTH = 320;
const ROW = 56;
const BOX = 40;
const RAIL = 22;
const LEFT = 48;
/** Rows of backends; more are told in the text. */
const MOST = 12;

/** Characters of 12 px that fit into a box. */
const FITS = 34;
const cut = (text: string, most: number): string => {
  const characters = [...text];
  const wide = characters.filter((character) => /\p{Script=Han}/u.test(character)).length;
  const room = wide > 0 ? Math.floor(most * 0.6) : most;
  return characters.length <= room ? text : `${characters.slice(0, room - 1).join("")}…`;
};

const fateOf = ({ disposition }: Branch): "ok" | "bad" | "open" => {
  const { mark } = DISPOSITION[disposition];
  return mark === "ok" ? "ok" : mark === "?" ? "open" : "bad";
};
const SIGN = { ok: "✓", bad: "✗", open: "?" } as const;

const box = (x: number, y: number, kind: string, lines: readonly string[]): string =>
  [
    `<g class="${kind}"><rect x="${x}" y="${y}" width="${WIDTH - x - 2}" height="${BOX}" rx="6"/>`,
    ...lines.map(
      (line, index) =>
        `<text x="${x + 10}" y="${y + 17 + index * 15}"${index > 0 ? ' class="small"' : ""}>${xmlText(cut(line, x > 10 ? FITS : FITS + 6))}</text>`,
    ),
    "</g>",
  ].join("");

const share = (trace: Trace, { share: part }: Branch): string =>
  trace.mode === "per-client" || part === undefined ? "" : ` ${Math.round(part * 100)}%`;

function branchRow(trace: Trace, branch: Branch, top: number, language: Language): string {
  const fate = fateOf(branch);
  const middle = top + BOX / 2;
  const name = branch.backend ?? (language === "zh" ? "任一后端" : "any backend");
  const { text } = DISPOSITION[branch.disposition];
  // A failing connection is told by colour, by a broken line and by its sign.
  return [
    `<path class="line ${fate}" d="M${RAIL} ${middle}H${LEFT - 2}"/>`,
    `<text class="sign ${fate}" x="${RAIL + 4}" y="${middle - 5}">${SIGN[fate]}</text>`,
    box(LEFT, top, `backend ${fate}`, [`${name}${share(trace, branch)}`, text[language]]),
  ].join("");
}

/** Client, load balancer and backends of one walk as SVG, with how each branch ends. */
export function pathDrawing(trace: Trace, client: string, id: string, language: Language): string {
  const { flow, model, balancer } = trace;
  const bad = trace.branches.filter((branch) => fateOf(branch) === "bad");
  const rest = trace.branches.filter((branch) => fateOf(branch) !== "bad");
  const shown = [...bad, ...rest].slice(0, MOST);
  const left = trace.branches.length - shown.length;
  const first = 2 * ROW + 12;
  const height = first + shown.length * ROW + (left > 0 ? 20 : 0);
  const who = language === "zh" ? `${flow.node} 上的 ${client}` : `${client} on ${flow.node}`;
  const target = `${flow.target.host}:${flow.target.port}`;
  const title = `${who} → ${target}`;
  const told = shown.map(
    (branch) => `${branch.backend ?? "-"}: ${DISPOSITION[branch.disposition].text[language]}`,
  );
  const failing = bad.length > 0 ? "bad" : "ok";
  const rows = shown.map((branch, index) => branchRow(trace, branch, first + index * ROW, language));
  const last = first + (shown.length - 1) * ROW + BOX / 2;
  const lastBad = first + (Math.min(bad.length, shown.length) - 1) * ROW + BOX / 2;
  const down = first - ROW + BOX - 12;
  return [
    `<svg role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    `<title id="${id}-title">${xmlText(title)}</title><desc id="${id}-desc">${xmlText(told.join("; "))}</desc>`,
    `<path class="line ${failing}" d="M${RAIL} ${BOX}V${ROW + 6}"/>`,
    `<path class="line ${rest.length > 0 ? "ok" : "bad"}" d="M${RAIL} ${down}V${last}"/>`,
    bad.length === 0 ? "" : `<path class="line bad" d="M${RAIL} ${down}V${lastBad}"/>`,
    box(2, 2, "client", [who, flow.node]),
    box(2, ROW + 6, "balancer", [target, [balancer, model].filter((word) => word !== undefined).join(" · ")]),
    ...rows,
    left > 0 ? `<text class="small" x="${LEFT}" y="${height - 4}">+ ${left}</text>` : "",
    "</svg>",
  ].join("");
}
