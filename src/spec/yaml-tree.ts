import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Path } from "../core/path-text.ts";

/** A range of the source, end-exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A value of the document with its place. An alias is the very node that it names. */
export interface YamlNode {
  /** Of a list or mapping only its beginning: a mark under twenty lines would help nobody. */
  readonly range: Range;
  readonly entries: ReadonlyMap<string, { readonly keyRange: Range; readonly node: YamlNode }>;
  readonly items: readonly YamlNode[];
  /** Values in it with every alias written out. */
  readonly size: number;
  /** What the user typed, where it stands without quotes: `1.30` is not the number 1.3 to a reader. */
  readonly plain: string | undefined;
}

export interface YamlTree {
  /** The first document that is not empty. */
  readonly root: YamlNode | undefined;
  /** Beginning of a second document. */
  readonly second: Range | undefined;
  /** Keys that stand a second time in one mapping. */
  readonly duplicates: readonly { readonly path: Path; readonly range: Range }[];
  /** Aliases that name a value they are inside of. */
  readonly circular: readonly { readonly path: Path; readonly range: Range }[];
}

const NOTHING = { entries: new Map<string, never>(), items: [], size: 1, plain: undefined } as const;

/** Range of a scalar with its quotes; a block scalar begins with its first word. Undefined for an empty one. */
function scalarRange(event: ScalarEvent, source: string): Range | undefined {
  const { valueStart: start, valueEnd: end, style } = event;
  if (start < 0) return undefined;
  if (style === SCALAR_STYLE.PLAIN) return { start, end };
  if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED)
    return { start: start - 1, end: end + 1 };
  return { start: start + Math.max(0, source.slice(start, end).search(/\S/)), end };
}

/** Builds the tree of places from parser events. Depth is bounded by the parser. */
export function yamlTree(events: readonly Event[], source: string): YamlTree {
  const roots: YamlNode[] = [];
  const duplicates: { path: Path; range: Range }[] = [];
  const circular: { path: Path; range: Range }[] = [];
  const anchors = new Map<string, YamlNode | "open">();
  let next = 0;
  /** End of the last thing that has a place. */
  let reached = 0;

  function reach(range: Range): Range {
    reached = Math.max(reached, range.end);
    return range;
  }

  /** The parser gives an empty value no place: in a list that is its `-`, found behind what was read last. */
  function emptyPlace(): Range {
    const dash = /(?:[\s\]},"']|#[^\r\n]*)*-/y;
    dash.lastIndex = reached;
    return dash.test(source)
      ? { start: dash.lastIndex - 1, end: dash.lastIndex }
      : { start: reached, end: reached };
  }

  const anchorOf = (event: { anchorStart: number; anchorEnd: number }): string | undefined =>
    event.anchorStart < 0 ? undefined : source.slice(event.anchorStart, event.anchorEnd);

  const isEnd = (): boolean => events[next] === undefined || events[next]?.type === EVENT_ID.POP;

  /** Name by which a key is known: its text. Keys that are no scalars were refused by the parser. */
  function keyName(): string {
    const event = events[next];
    return event?.type === EVENT_ID.SCALAR && event.valueStart >= 0 ? getScalarValue(source, event) : "";
  }

  function readMapping(path: Path, start: number): YamlNode {
    const entries = new Map<string, { keyRange: Range; node: YamlNode }>();
    let size = 1;
    let end = start + 1;
    while (!isEnd()) {
      const name = keyName();
      const keyRange = readNode(path, { start: reached, end: reached }).range;
      if (keyRange.start === start) end = keyRange.end;
      const node = readNode([...path, name], keyRange);
      size += node.size;
      if (entries.has(name)) duplicates.push({ path: [...path, name], range: keyRange });
      entries.set(name, { keyRange, node });
    }
    return { ...NOTHING, range: { start, end }, entries, size };
  }

  function readSequence(path: Path, start: number): YamlNode {
    const items: YamlNode[] = [];
    while (!isEnd()) items.push(readNode([...path, items.length], undefined));
    const size = items.reduce((sum, item) => sum + item.size, 1);
    return { ...NOTHING, range: { start, end: start + 1 }, items, size };
  }

  /** Reads the next value; `empty` is its place if it turns out to be empty. */
  function readNode(path: Path, empty: Range | undefined): YamlNode {
    const event = events[next++];
    if (event?.type === EVENT_ID.SCALAR) {
      const range = scalarRange(event, source) ?? empty ?? emptyPlace();
      const plain =
        event.style === SCALAR_STYLE.PLAIN && event.valueStart >= 0
          ? getScalarValue(source, event)
          : undefined;
      const node = { ...NOTHING, range: reach(range), plain };
      const anchor = anchorOf(event);
      if (anchor !== undefined) anchors.set(anchor, node);
      return node;
    }
    if (event?.type === EVENT_ID.ALIAS) {
      const range = reach({ start: event.anchorStart - 1, end: event.anchorEnd });
      const target = anchors.get(anchorOf(event) ?? "");
      if (target === "open") circular.push({ path, range });
      return target === undefined || target === "open" ? { ...NOTHING, range } : target;
    }
    if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) {
      const anchor = anchorOf(event);
      if (anchor !== undefined) anchors.set(anchor, "open");
      reach({ start: event.start, end: event.start });
      const node =
        event.type === EVENT_ID.MAPPING ? readMapping(path, event.start) : readSequence(path, event.start);
      next++;
      if (anchor !== undefined) anchors.set(anchor, node);
      return node;
    }
    return { ...NOTHING, range: empty ?? { start: reached, end: reached } };
  }

  while (next < events.length) {
    next++; // the event that opens a document
    anchors.clear();
    const opening = events[next];
    const isEmpty = opening?.type === EVENT_ID.SCALAR && opening.valueStart < 0;
    const root = readNode([], { start: reached, end: reached });
    if (!isEmpty) roots.push(root);
    next++; // the event that closes it
  }
  return { root: roots[0], second: roots[1]?.range, duplicates, circular };
}
