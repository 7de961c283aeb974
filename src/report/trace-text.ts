import type { Language } from "../core/text.ts";
import type { Trace } from "../core/trace.ts";
import { pathPicture } from "./path-picture.ts";

const ARROW = { request: "->", reply: "<-" } as const;

/** The walk as a picture, then each branch hop by hop, there and back. */
export function traceText(traces: readonly Trace[], language: Language): string {
  const lines = traces.flatMap((trace) => [
    ...pathPicture(trace, trace.flow.client, language, ""),
    ...trace.branches.flatMap(({ backend, steps, missing, disposition }) => [
      "",
      `${backend ?? "-"}: ${disposition}`,
      ...steps.map(
        ({ at, direction, source, destination, what }) =>
          `  ${ARROW[direction]} ${at}  ${source} > ${destination}  ${what[language]}`,
      ),
      ...missing.map((fact) => (language === "zh" ? `  缺少：${fact}` : `  missing: ${fact}`)),
    ]),
    "",
  ]);
  return lines.join("\n").trimEnd();
}
