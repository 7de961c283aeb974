import type { Language } from "../core/text.ts";
import type { PlausibleKind, Trace } from "../core/trace.ts";
import { DISPOSITION } from "./disposition-words.ts";
import { pathPicture } from "./path-picture.ts";

const ARROW = { request: "->", reply: "<-" } as const;

/** Models that are named of each outcome; the others are as good. */
const NAMED = 4;

/** What may become of it, where nothing says what the address is. */
function plausibleLines(plausible: readonly PlausibleKind[], language: Language): readonly string[] {
  return plausible.map(({ models, share, mode, disposition, assume }) => {
    const named = models.slice(0, NAMED).join(", ");
    const more = models.length > NAMED ? ", …" : "";
    const fixed = language === "zh" ? "对部分客户端总是" : "for some clients always: ";
    const often = share === 0 ? "" : mode === "per-client" ? fixed : `${Math.round(share * 100)}% `;
    const how = `${often}${DISPOSITION[disposition].text[language]}`;
    return language === "zh"
      ? `  若为 ${named}${more}：${how}（--assume ${assume}）`
      : `  if it is ${named}${more}: ${how} (--assume ${assume})`;
  });
}

/** The walk as a picture, then each branch hop by hop, there and back. */
export function traceText(traces: readonly Trace[], language: Language): string {
  const lines = traces.flatMap((trace) => [
    ...pathPicture(trace, trace.flow.client, language, ""),
    ...trace.branches.flatMap(({ backend, steps, missing, disposition }) => [
      "",
      `${backend ?? "-"}: ${DISPOSITION[disposition].text[language]} (${disposition})`,
      ...steps.map(
        ({ at, direction, source, destination, what }) =>
          `  ${ARROW[direction]} ${at}  ${source} > ${destination}  ${what[language]}`,
      ),
      ...missing.map((fact) => (language === "zh" ? `  缺少：${fact}` : `  missing: ${fact}`)),
    ]),
    ...plausibleLines(trace.plausible ?? [], language),
    "",
  ]);
  return lines.join("\n").trimEnd();
}
