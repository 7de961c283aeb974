import { err, ok, type Result } from "../core/result.ts";
import type { SourceProblem } from "./source-problem.ts";

/** Larger than any sensible spec (300 access-list entries are 10 KB), small enough to parse at once. */
const MAX_SPEC_BYTES = 1_048_576;

const UTF8 = { en: "text in UTF-8", zh: "UTF-8 编码的文本" };

/** Characters outside YAML 1.2's printable set (5.1); they come from damaged or binary files. */
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const whole = (text: SourceProblem["text"], expected: SourceProblem["expected"], found?: string) =>
  err({ source: "", problems: [{ range: { start: 0, end: 0 }, path: [], found, text, expected }] });

export interface Unreadable {
  /** The text as far as it could be read; places refer to it. */
  readonly source: string;
  readonly problems: readonly SourceProblem[];
}

/** Decodes a file: UTF-8 with or without byte order mark, bounded in size, without control characters. */
export function sourceText(input: string | Uint8Array): Result<string, Unreadable> {
  const size = typeof input === "string" ? Buffer.byteLength(input) : input.length;
  if (size > MAX_SPEC_BYTES)
    return whole(
      { en: "the file is too large for a spec", zh: "文件过大，不像是 spec" },
      { en: "at most 1 MiB", zh: "不超过 1 MiB" },
      `${size} bytes`,
    );
  const decoded = typeof input === "string" ? ok(input) : decode(input);
  if (!decoded.ok) return decoded;
  const source = decoded.value.replace(/^\ufeff/, "");
  const odd = UNPRINTABLE.exec(source);
  if (odd === null) return ok(source);
  const code = `U+${(odd[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return err({
    source,
    problems: [
      {
        range: { start: odd.index, end: odd.index + odd[0].length },
        path: [],
        found: code,
        text: { en: "control character in the file", zh: "文件中含有控制字符" },
        expected: UTF8,
      },
    ],
  });
}

function decode(bytes: Uint8Array): Result<string, Unreadable> {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return whole(
      {
        en: "the file is UTF-16, as PowerShell's `>` writes it; save it as UTF-8",
        zh: "文件为 UTF-16 编码（PowerShell 的 `>` 会这样写）；请另存为 UTF-8",
      },
      UTF8,
      "UTF-16",
    );
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    const source = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const at = firstInvalid(bytes);
    const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, at));
    return err({
      source,
      problems: [
        {
          range: { start: before.length, end: before.length + 1 },
          path: [],
          found: `0x${(bytes[at] ?? 0).toString(16).padStart(2, "0")}`,
          text: { en: "this byte is not UTF-8", zh: "此字节不是 UTF-8" },
          expected: UTF8,
        },
      ],
    });
  }
}

/** Number of the first byte of the first sequence that is not well-formed UTF-8 (Unicode 15, table 3-7). */
function firstInvalid(bytes: Uint8Array): number {
  const decodes = (length: number, isWhole: boolean): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: !isWhole });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle, false)) good = middle;
    else bad = middle;
  }
  // Up to three bytes before may be the beginning of the sequence that goes wrong here.
  return [good, good - 1, good - 2, good - 3].find((length) => length <= 0 || decodes(length, true)) ?? good;
}
