import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonFault } from "../../../src/collect/json/json-fault.ts";
import { compileShape } from "../../../src/collect/json/shape.ts";
import { readAll } from "./chunked.ts";

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const space = fc.constantFrom(undefined, 1, 2, 4, "\t");
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", "\n", "😀", "\u2028", "a"),
    maxLength: 12,
  }),
);
const value = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" });
const item = fc.oneof(
  fc.dictionary(text, fc.oneof(value, text), { maxKeys: 5 }),
  fc.record({ kind: fc.constantFrom("Pod", "Node"), metadata: value, spec: fc.dictionary(text, text) }),
  value,
);

/** The documents as `JSON.parse` of the whole text gives them. */
function expected(parsed: unknown): readonly unknown[] {
  if (Array.isArray(parsed)) return parsed;
  const items = (parsed as { items?: unknown } | null)?.items;
  if (Array.isArray(items)) return items;
  return items === null ? [] : [parsed];
}

/** As some programs write JSON: everything outside ASCII, and some inside, as escapes. */
const escaped = (json: string): string =>
  json.replace(/[\u007f-\uffff/]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

describe("streaming JSON", () => {
  it("gives what JSON.parse gives, whatever the chunks", async () => {
    const document = fc.oneof(
      fc.array(item, { maxLength: 6 }),
      fc.record({
        apiVersion: fc.constant("v1"),
        items: fc.array(item, { maxLength: 6 }),
        kind: fc.constant("List"),
      }),
      fc.record({ kind: fc.constant("PodList"), items: fc.constant(null) }),
      item,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 4 }),
        sizes,
        space,
        fc.boolean(),
        async (all, cut, indent, asEscapes) => {
          const written = all.map((one) => JSON.stringify(one, null, indent));
          const source = (asEscapes ? written.map(escaped) : written).join("\n");
          const found = await readAll(source, cut);
          expect(found.map((one) => one.value)).toEqual(written.flatMap((one) => expected(JSON.parse(one))));
          const bytes = Buffer.from(source);
          for (const one of found)
            expect(JSON.stringify(one.value)?.[0]).toBe(String.fromCharCode(bytes[one.offset] ?? 0));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("gives the wanted parts of an object as if it had been parsed and reduced", async () => {
    const shape = compileShape({
      kind: true,
      metadata: { name: true, labels: true },
      spec: [{ name: true }],
    });
    const inner = fc.record(
      { name: fc.oneof(text, value), labels: value, other: value },
      { requiredKeys: [] },
    );
    const object = fc.record({
      kind: fc.constant("Pod"),
      metadata: fc.oneof(inner, value),
      spec: fc.oneof(fc.array(inner), value),
      junk: value,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(object), sizes, space, async (items, cut, indent) => {
        const source = JSON.stringify({ kind: "List", items }, null, indent);
        const shapes = new Map([["Pod", shape]]);
        const found = await readAll(source, cut, { shapes });
        const whole = await Promise.all(
          items.map(async (one) => (await readAll(JSON.stringify(one), [64], { shapes }))[0]?.value),
        );
        expect(found.map((one) => one.value)).toEqual(whole);
        expect(JSON.stringify(found)).not.toContain('"junk":');
      }),
      { numRuns: 200 },
    );
  });

  it("knows the kind of items that a typed list does not name", async () => {
    const found = await readAll(
      '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{}},{"kind":"Node"}]}',
      [5],
    );
    expect(found.map(({ kind }) => kind)).toEqual(["Pod", "Node"]);
  });

  it("believes an object's own kind, wherever it stands", async () => {
    const shapes = new Map([["Pod", compileShape({ kind: true, a: true })]]);
    const [found] = await readAll('{"kind":"PodList","items":[{"a":1,"m":{"b":2},"kind":"Node"}]}', [3], {
      shapes,
    });
    expect(found).toMatchObject({ kind: "Node", value: { a: 1, m: { b: 2 }, kind: "Node" } });
  });

  it("passes over the container logs of `kubectl cluster-info dump`", async () => {
    const logs =
      "==== START logs for container c of pod a/b ====\n{ not json\n==== END logs for container c of pod a/b ====\n";
    const found = await readAll(
      `{"kind":"NodeList","items":[{"a":1}]}\n${logs}{"kind":"x"}\n${logs}`,
      [7, 1],
    );
    expect(found.map(({ value }) => value)).toEqual([{ a: 1 }, { kind: "x" }]);
  });

  it("makes no prototype of a key called __proto__", async () => {
    const [found] = await readAll('{"__proto__":{"x":1},"a":2}', [4]);
    expect(Object.keys(found?.value as object)).toEqual(["__proto__", "a"]);
    expect(found?.value).not.toHaveProperty("x");
  });

  it("says where a truncated source ends", async () => {
    const source = JSON.stringify({ kind: "List", items: [{ a: "b" }, { c: [1, 2] }] });
    for (let cut = 1; cut < source.length; cut++) {
      const error = await readAll(source.slice(0, cut), [6]).then(
        () => undefined,
        (thrown) => thrown,
      );
      expect(error, source.slice(0, cut)).toBeInstanceOf(JsonFault);
      expect(error).toMatchObject({ problem: "truncated", offset: cut });
    }
  });

  it("refuses what is no JSON, with the offset of the value that holds it", async () => {
    const cases = [
      '{"items":[{"a":1},{"a":tru}]}',
      '{"items":[{"a":1},{"a" 1}]}',
      '{"items":[{"a":1},,]}',
      "[1 2]",
      '{"a":1,}',
      "{]",
      '{"a":1}x',
    ];
    for (const source of cases)
      await expect(readAll(source, [4]), source).rejects.toMatchObject({ problem: "malformed" });
    await expect(readAll(cases[0] as string, [4])).rejects.toMatchObject({ valueOffset: 18 });
  });

  it("refuses a value beyond the limit without reading it all", async () => {
    const source = `{"items":["${"a".repeat(5000)}"]}`;
    await expect(readAll(source, [64], { limit: 1000 })).rejects.toMatchObject({
      problem: "too-large",
      offset: 10,
    });
    const wide = `{${Array.from({ length: 500 }, (_, index) => `"k${index}":1`).join()}}`;
    await expect(readAll(wide, [64], { limit: 1000 })).rejects.toMatchObject({ problem: "too-large" });
  });
});
