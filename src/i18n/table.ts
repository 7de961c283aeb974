import { displayWidth, padToWidth } from "./width.ts";

/** Spaces between columns. Space alone separates: lines and arrows have no certain width in CJK terminals. */
const GAP = "  ";

/**
 * Rows as aligned lines; a title row is just the first row. Columns are as wide as their widest cell counts in a
 * terminal, lines carry no trailing spaces. `align` gives columns that are not left-aligned.
 */
export function table(
  rows: readonly (readonly string[])[],
  indent = "",
  align: readonly ("left" | "right" | undefined)[] = [],
): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
  return rows.map((row) => {
    const cells = row.map((cell, column) => padToWidth(cell, widths[column] ?? 0, align[column] ?? "left"));
    return `${indent}${cells.join(GAP)}`.trimEnd();
  });
}
