import { readFile, stat } from "node:fs/promises";
import type { Observation } from "../core/observation.ts";
import { headOf, jsonError, unusable } from "./evidence-error.ts";
import { JsonFault } from "./json/json-fault.ts";
import { type Encoding, encodingOf, openSource } from "./json/open-source.ts";
import { streamJson } from "./json/stream-json.ts";
import { SHAPES } from "./kubernetes/project.ts";
import { cannotRead, type EvidenceFile } from "./list-files.ts";
import { nodeFileReader } from "./node-root/read-node-file.ts";
import { BINARY, DENIED, EMPTY, NOT_RECOGNISED, type Notes } from "./notes.ts";
import { MAX_YAML_BYTES, readYaml, yamlTooLarge } from "./read-yaml.ts";
import type { Recogniser } from "./recogniser.ts";

/** One document of a source: an item of a List counts as one of its own. */
export interface Document {
  readonly value: unknown;
  /** The file, as it is named to the reader. */
  readonly source: string;
  /** Byte offset in the file, where it is known. */
  readonly offset?: number;
  /** Kind that the List around it says its items have. */
  readonly listKind?: string;
  /** What the file says, where it was recognised as a whole. */
  readonly observations?: Iterable<Observation>;
}

/** Texts that are looked at as a whole are no larger; a spec has some kilobytes. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** A failed read for a person: a broken archive, a folder that went away. Anything else is a defect and stays one. */
function readError(error: unknown, shown: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== "string") return error;
  return code.startsWith("Z_")
    ? unusable(shown, { en: `not a whole gzip file (${code})`, zh: `不是完整的 gzip 文件（${code}）` })
    : unusable(shown, cannotRead(error as NodeJS.ErrnoException));
}

/** The documents of one file, in batches. */
export async function* readDocuments(
  file: EvidenceFile,
  recognisers: readonly Recogniser[],
  notes: Notes,
): AsyncGenerator<readonly Document[]> {
  const { path, shown, node } = file;
  const reader = node === undefined ? undefined : nodeFileReader(node.file);
  // Of a node's root only what is known is opened: keys and tokens lie beside it.
  if (node !== undefined && reader === undefined) {
    notes.add(NOT_RECOGNISED, shown);
    return;
  }
  const head = await headOf(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EACCES" || error.code === "EPERM") return undefined;
    throw unusable(shown, cannotRead(error));
  });
  if (head === undefined) return notes.add(DENIED, shown);
  if (head.length === 0) return notes.add(EMPTY, shown);
  const encoding = encodingOf(head);
  if (encoding.startsWith("utf8") && head.includes(0)) return notes.add(BINARY, shown);
  if (node !== undefined && reader !== undefined) {
    const { load } = await import("js-yaml");
    const text = await wholeText(path, encoding, MAX_TEXT_BYTES);
    if (text === undefined) return notes.add(NOT_RECOGNISED, shown);
    const yaml = (part: string) => parsed(() => load(part, { json: true, maxAliases: 100 }), shown);
    const observations = reader(
      { node: node.name, file: node.file, text },
      { kind: "observed", source: shown },
      yaml,
    );
    yield [{ value: undefined, source: shown, observations: [...observations] }];
    return;
  }
  const recognised = await asText(path, shown, recognisers);
  if (recognised !== undefined) yield [{ value: undefined, source: shown, observations: recognised }];
  else if (await beginsLikeJson(path, encoding, shown)) yield* jsonDocuments(path, shown, encoding);
  else yield* yamlDocuments(path, shown, encoding, notes);
}

function parsed(parse: () => unknown, shown: string): unknown {
  try {
    return parse();
  } catch (error) {
    const { mark, reason } = error as { mark?: { line: number; column: number }; reason?: string };
    if (reason === undefined) throw error;
    const place = mark === undefined ? shown : `${shown}:${mark.line + 1}:${mark.column + 1}`;
    throw unusable(place, { en: `not YAML: ${reason}`, zh: `不是 YAML：${reason}` });
  }
}

async function asText(path: string, shown: string, recognisers: readonly Recogniser[]) {
  const { size } = await stat(path);
  if (size > MAX_TEXT_BYTES) return undefined;
  const bytes = await readFile(path);
  const text = bytes.toString("utf8");
  for (const recogniser of recognisers) {
    const found = await recogniser.text?.(text, bytes, shown);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function beginsLikeJson(path: string, encoding: Encoding, shown: string): Promise<boolean> {
  const begin = await textHead(path, encoding, 4096, shown);
  return /^\s*(?:[[{]|====)/.test(begin);
}

async function textHead(path: string, encoding: Encoding, bytes: number, shown: string): Promise<string> {
  const source = await openSource(path, encoding);
  try {
    const piece = Buffer.alloc(bytes);
    return piece.toString("utf8", 0, await source.read(piece, 0, bytes));
  } catch (error) {
    throw readError(error, shown);
  } finally {
    await source.close();
  }
}

async function* jsonDocuments(
  path: string,
  shown: string,
  encoding: Encoding,
): AsyncGenerator<readonly Document[]> {
  const source = await openSource(path, encoding);
  try {
    for await (const batch of streamJson(source, { shapes: SHAPES }))
      yield batch.map(({ value, offset, kind }) => ({
        value,
        offset,
        source: shown,
        ...(kind === undefined ? {} : { listKind: kind }),
      }));
  } catch (error) {
    throw error instanceof JsonFault
      ? await jsonError(error, path, shown, encoding)
      : readError(error, shown);
  } finally {
    await source.close();
  }
}

/** Text that is no JSON and has no line like `key: value` is prose, a script, a log, a certificate: no evidence. */
const YAML_LINE = /^\s*(?:- )?["']?[A-Za-z_][\w./-]*["']?\s*:(?:\s|$)/m;
const KUBERNETES = /^apiVersion\s*:/m;

async function* yamlDocuments(
  path: string,
  shown: string,
  encoding: Encoding,
  notes: Notes,
): AsyncGenerator<readonly Document[]> {
  if (!YAML_LINE.test(await textHead(path, encoding, 65536, shown))) return notes.add(NOT_RECOGNISED, shown);
  const text = await wholeText(path, encoding, MAX_YAML_BYTES);
  if (text === undefined) throw yamlTooLarge(shown);
  let values: readonly unknown[];
  try {
    values = await readYaml(text, shown);
  } catch (error) {
    // What does not even claim to be a Kubernetes object may be any file that happens to have colons.
    if (KUBERNETES.test(text)) throw error;
    return notes.add(NOT_RECOGNISED, shown);
  }
  yield values
    .filter((value) => value !== null && value !== undefined)
    .flatMap((value) => itemsOf(value, shown));
}

function itemsOf(value: unknown, source: string): Document[] {
  const { items, kind } = value as { items?: unknown; kind?: unknown };
  if (items === null) return [];
  if (!Array.isArray(items)) return [{ value, source }];
  const listKind = typeof kind === "string" && /.List$/.test(kind) ? { listKind: kind.slice(0, -4) } : {};
  return items.map((item) => ({ value: item, source, ...listKind }));
}

/** A file's text; undefined when it is larger than the limit. */
async function wholeText(path: string, encoding: Encoding, limit: number): Promise<string | undefined> {
  const source = await openSource(path, encoding);
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(64 * 1024);
      const count = await source.read(piece, 0, piece.length);
      if (count === 0) return Buffer.concat(pieces).toString("utf8");
      size += count;
      if (size > limit) return undefined;
      pieces.push(piece.subarray(0, count));
    }
  } finally {
    await source.close();
  }
}
