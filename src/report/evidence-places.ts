import type { Finding } from "../core/finding.ts";

/** A file that a finding rests on, with the line where it is known. */
export interface Place {
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

const FILE = /^[^\s]*\.(ya?ml|json|jsonl|conf|cfg|conflist|txt|log|tf)$/i;

/** Files among the sources of a finding, each once; an API call or a program's name is none. */
export function evidencePlaces({ evidence }: Pick<Finding, "evidence">): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { source, location } of evidence) {
    const [, line, column] = /^(\d+)(?::(\d+))?$/.exec(location ?? "") ?? [];
    if (line === undefined && !FILE.test(source)) continue;
    const place = {
      file: source.replaceAll("\\", "/"),
      line: line === undefined || line === "0" ? undefined : Number(line),
      column: column === undefined || column === "0" ? undefined : Number(column),
    };
    const key = `${place.file}:${place.line ?? ""}`;
    if (!places.has(key)) places.set(key, place);
  }
  return [...places.values()];
}
