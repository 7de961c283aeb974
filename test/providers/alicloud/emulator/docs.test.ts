import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OPERATIONS } from "../../../../providers/alicloud/emulator/operations.ts";

const ROOT = new URL("../../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

/** Operations that the table of a page names. */
const listed = (page: string): readonly string[] =>
  [...page.matchAll(/^\| [^|]+ \| ([A-Z][A-Za-z]+(?:, [A-Z][A-Za-z]+)*) \|$/gm)]
    .flatMap(([, names = ""]) => names.split(", "))
    .sort();

/** Error codes that a page writes: words with a dot or two capitals, in backticks. */
const codes = (page: string): readonly string[] =>
  [...page.matchAll(/`([A-Z][A-Za-z_]*(?:\.[A-Z][A-Za-z]+)?)`/g)]
    .map(([, code = ""]) => code)
    .filter(
      (code) => !["Authorization", "HEAD", "NextToken", "RegionId", "PersistenceTimeout"].includes(code),
    );

const folder = "providers/alicloud/emulator/";
const source = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => read(folder + name))
  .join("\n");

describe.each(["alicloud-emulator.md", "alicloud-emulator.zh.md"])("docs/providers/%s", (name) => {
  const page = read(`docs/providers/${name}`);

  test("lists the operations that there are", () => {
    expect(listed(page)).toEqual(Object.keys(OPERATIONS).sort());
  });

  test("names error codes that are really given", () => {
    const named = codes(page);
    expect(named.length).toBeGreaterThan(15);
    // `Throttling.User` is injected by the kit, `STS.emulator` and `PayByCLCU` are no codes.
    const others = ["Throttling.User", "PayByCLCU"];
    expect(named.filter((code) => !others.includes(code) && !source.includes(`"${code}"`))).toEqual([]);
  });

  test("says the numbers of the code", () => {
    const numbers: readonly (readonly [RegExp, RegExp])[] = [
      [/MOST_LOAD_BALANCERS = 60;/, /\b60 (instances|个实例)/],
      [/MOST_LISTS = 200;/, /200 (access lists|个访问控制列表)/],
      [/MOST_LISTENERS = 50;/, /50 (listeners|个监听)/],
      [/MOST_SERVERS = 200;/, /200 (servers|台服务器)/],
      [/MOST_ENTRIES = 300;/, /300 (entries|条)/],
      [/MOST_TAGS = 20;/, /(Tags: 20 |每个资源 20 个)/],
      [/startingMs: 300 /, /(`starting`\s+for 0\.3 s|`starting` 0\.3 秒)/],
      [/CLOCK_TOLERANCE_MS = 15 \* 60_000/, /(15 minutes|15 分钟)/],
      [/TOKEN_LIFE_MS = 24 \* 3_600_000/, /24 (hours|小时)/],
    ];
    for (const [inCode, inPage] of numbers) {
      expect(source).toMatch(inCode);
      expect(page).toMatch(inPage);
    }
  });
});

test("a page that lists too much, or names a code that is never given, is caught", () => {
  expect(listed("| x | CreateLoadBalancer, DoWhatIWant |")).toEqual(["CreateLoadBalancer", "DoWhatIWant"]);
  expect(codes("`NoSuchCode.Ever`")).toEqual(["NoSuchCode.Ever"]);
  expect(source).not.toContain('"NoSuchCode.Ever"');
});
