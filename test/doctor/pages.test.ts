import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rules } from "../../src/doctor/rules/index.gen.ts";
import { retired } from "../../src/doctor/rules/retired.ts";

const FOLDER = new URL("../../docs/findings/", import.meta.url);

/** What is wrong with one page, given the names of all pages; planted faults below show that it can object. */
function faultsOf(text: string, code: string, slug: string, pages: readonly string[]): string[] {
  const faults: string[] = [];
  if (!new RegExp(`^# ${code} ${slug}[:：]`).test(text)) faults.push("title");
  if (!/^(Checked |核对日期：)\d{4}-\d{2}-\d{2}/m.test(text)) faults.push("date");
  if ((text.match(/^```/gm) ?? []).length % 2 !== 0) faults.push("fence");
  for (const [, target = ""] of text.matchAll(/\]\(([^)]+)\)/g))
    if (!target.startsWith("https://") && !pages.includes(target)) faults.push(`link ${target}`);
  for (const [, target = ""] of text.matchAll(/<([a-z]+:[^>]+)>/g))
    if (!URL.canParse(target)) faults.push(`address ${target}`);
  return faults;
}

const headings = (text: string): number =>
  text.replaceAll(/^```[\s\S]*?^```/gm, "").match(/^#+ /gm)?.length ?? 0;
const addresses = (text: string): readonly string[] =>
  [...text.matchAll(/https?:\/\/[^\s>)，、；]+/g)].map(([address]) => address).sort();
const read = (name: string): string => readFileSync(new URL(name, FOLDER), "utf8");
const pages = readdirSync(FOLDER);

describe("every rule has its page in both languages", () => {
  test.each(rules.map(({ code, slug }) => [code, slug] as const))("%s %s", (code, slug) => {
    const [en, zh] = [read(`${slug}.md`), read(`${slug}.zh.md`)];

    expect(faultsOf(en, code, slug, pages)).toEqual([]);
    expect(faultsOf(zh, code, slug, pages)).toEqual([]);
    expect(headings(en)).toBe(6);
    expect(headings(zh)).toBe(6);
    expect(addresses(zh)).toEqual(addresses(en));
    expect(en).toContain(`(${slug}.zh.md)`);
    expect(zh).toContain(`(${slug}.md)`);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    // Code, tables and names apart, the Chinese page has no English sentences left.
    expect(
      zh.replaceAll(/^\s*```[\s\S]*?^\s*```/gm, "").match(/[a-z]+ (is|are|the|and|of) [a-z]+/g),
    ).toBeNull();
  });

  test("every page has its rule", () => {
    const wanted = rules.flatMap(({ slug }) => [`${slug}.md`, `${slug}.zh.md`]);
    expect([...pages].sort()).toEqual(wanted.sort());
  });

  test("pages of checks name /healthz the default", () => {
    for (const { code, slug } of rules.filter((rule) => rule.category === "health-check")) {
      expect(read(`${slug}.md`), code).toMatch(/`\/healthz` is (the default|what slbctl takes by default)/);
      expect(read(`${slug}.md`), code).toContain("/readyz");
      expect(read(`${slug}.zh.md`), code).toMatch(/默认(路径)?(是|使用|为)? ?`\/healthz`/);
    }
  });
});

describe("codes", () => {
  test("are unique, and none is a retired one", () => {
    const codes = rules.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => code in retired)).toEqual([]);
  });

  test("every citation of a rule has a source and a day", () => {
    for (const { code, cites } of rules)
      for (const { kind, at, checked } of cites) {
        expect(at !== undefined || kind === "lab" || kind === "inferred", code).toBe(true);
        expect(checked, code).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
  });
});

test("the gate objects to planted faults", () => {
  const good = "# SLB999 slug: title\n\nChecked 2026-01-01\n";
  expect(faultsOf(good, "SLB999", "slug", [])).toEqual([]);
  expect(faultsOf(good, "SLB998", "slug", [])).toEqual(["title"]);
  expect(faultsOf(`${good}[x](nowhere.md)\n`, "SLB999", "slug", ["slug.md"])).toEqual(["link nowhere.md"]);
  expect(faultsOf(`${good}\`\`\`\n`, "SLB999", "slug", [])).toEqual(["fence"]);
  expect(faultsOf(`${good}<https://>\n`, "SLB999", "slug", [])).toEqual(["address https://"]);
  expect(faultsOf("# SLB999 slug: title\n", "SLB999", "slug", [])).toEqual(["date"]);
});
