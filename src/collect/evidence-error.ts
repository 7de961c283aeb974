import { open } from "node:fs/promises";
import { EXIT, SlbctlError } from "../core/error.ts";
import type { Text } from "../core/text.ts";
import { type Fault, findFault } from "./json/find-fault.ts";
import type { JsonFault } from "./json/json-fault.ts";
import { type Encoding, openSource } from "./json/open-source.ts";

/** An error about one piece of evidence; the place stands before the sentence. */
export const unusable = (place: string, text: Text, hint?: Text): SlbctlError =>
  new SlbctlError(
    "evidence-unusable",
    EXIT.usage,
    { en: `${place}: ${text.en}`, zh: `${place}：${text.zh}` },
    hint === undefined ? {} : { hint },
  );

const EXPECTED: Readonly<Record<Fault["expected"], Text>> = {
  value: { en: "expected a JSON value here", zh: "此处应为一个 JSON 值" },
  key: { en: "expected a key in double quotes here", zh: "此处应为双引号括起的键" },
  colon: { en: "expected `:` after the key here", zh: "此处键后应为 `:`" },
  comma: { en: "expected `,` or a closing bracket here", zh: "此处应为 `,` 或右括号" },
  "string-content": {
    en: "a string is not closed, or holds a raw control character",
    zh: "字符串未闭合，或含有未转义的控制字符",
  },
  escape: { en: "no JSON escape sequence", zh: "不是合法的 JSON 转义序列" },
  end: { en: "expected the end of the value here", zh: "该值应在此处结束" },
};

const AGAIN: Text = {
  en: "was the command that wrote it interrupted? Run it again",
  zh: "写入该文件的命令是否被中断？请重新执行",
};

/** The same fault for a person: line and column instead of an offset, and what was expected there. */
export async function jsonError(
  fault: JsonFault,
  path: string,
  shown: string,
  encoding: Encoding,
): Promise<SlbctlError> {
  if (fault.problem === "truncated") {
    const begun = await placeOf(path, encoding, fault.valueOffset);
    const text = {
      en: `ends at byte ${fault.offset}, inside the value that begins at line ${begun.line}`,
      zh: `在第 ${fault.offset} 字节处中断，此时第 ${begun.line} 行开始的值尚未结束`,
    };
    return unusable(shown, text, AGAIN);
  }
  if (fault.problem === "too-large") {
    const { line, column } = await placeOf(path, encoding, fault.offset);
    return unusable(`${shown}:${line}:${column}`, {
      en: "one object larger than 64 MiB; nothing that slbctl reads is that large",
      zh: "单个对象超过 64 MiB；slbctl 读取的对象都不会如此之大",
    });
  }
  const exact = fault.message === "" ? await faultWithin(path, encoding, fault.valueOffset) : undefined;
  const { line, column } = await placeOf(path, encoding, exact?.offset ?? fault.offset);
  const text = exact?.text ?? {
    en: `not JSON: expected ${fault.message} here`,
    zh: "不是 JSON：此处的语法有误",
  };
  return unusable(`${shown}:${line}:${column}`, text);
}

/** Most bytes of a faulty value that are examined for the exact place. */
const MAX_EXAMINED = 64 * 1024 * 1024;

async function faultWithin(path: string, encoding: Encoding, offset: number) {
  const pieces: Buffer[] = [];
  let position = 0;
  for await (const piece of piecesOf(path, encoding)) {
    const from = Math.max(0, offset - position);
    if (from < piece.length) pieces.push(Buffer.from(piece.subarray(from)));
    position += piece.length;
    if (position - offset > MAX_EXAMINED) break;
  }
  const fault = findFault(Buffer.concat(pieces));
  return fault === undefined ? undefined : { offset: offset + fault.at, text: EXPECTED[fault.expected] };
}

/** Line and column, both from 1; columns count characters. */
async function placeOf(
  path: string,
  encoding: Encoding,
  offset: number,
): Promise<{ readonly line: number; readonly column: number }> {
  let line = 1;
  let column = 1;
  let left = offset;
  for await (const piece of piecesOf(path, encoding)) {
    const part = piece.subarray(0, left);
    for (const byte of part)
      if (byte === 0x0a) {
        line += 1;
        column = 1;
      } else if ((byte & 0xc0) !== 0x80) column += 1;
    left -= part.length;
    if (left <= 0) break;
  }
  return { line, column };
}

async function* piecesOf(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  const source = await openSource(path, encoding);
  const piece = Buffer.allocUnsafe(256 * 1024);
  try {
    for (;;) {
      const count = await source.read(piece, 0, piece.length);
      if (count === 0) return;
      yield piece.subarray(0, count);
    }
  } finally {
    await source.close();
  }
}

/** Beginning of a file, for telling what it is. */
export async function headOf(path: string, bytes = 8192): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(head, 0, bytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
