import { showLine } from "./show-value.ts";

/** Turns offsets of one text into lines and columns, both from 1. Columns count characters, not UTF-16 units. */
export interface Positions {
  at(offset: number): { readonly line: number; readonly column: number };
  /** Characters from `start` to `end`, but not beyond the end of the line; at least 1. */
  lengthOf(start: number, end: number): number;
  /** The line that holds the offset, without its end and without secrets. */
  excerpt(offset: number): string;
}

const countCharacters = (text: string): number => [...text].length;

export function positionsIn(text: string): Positions {
  // The three line ends of YAML 1.2 (5.4); JSON has the same.
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const lineIndex = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const lineEnd = (index: number): number => {
    const start = starts[index] ?? 0;
    const end = text.slice(start, starts[index + 1] ?? text.length).search(/[\r\n]/);
    return end < 0 ? text.length : start + end;
  };
  return {
    at: (offset) => {
      const index = lineIndex(offset);
      return { line: index + 1, column: countCharacters(text.slice(starts[index] ?? 0, offset)) + 1 };
    },
    lengthOf: (start, end) => {
      const stop = Math.min(end, lineEnd(lineIndex(start)));
      return Math.max(1, countCharacters(text.slice(start, stop)));
    },
    excerpt: (offset) => {
      const index = lineIndex(offset);
      return showLine(text.slice(starts[index] ?? 0, lineEnd(index)));
    },
  };
}
