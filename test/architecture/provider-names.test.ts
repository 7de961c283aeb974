import { parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { repositoryFiles, sources } from "./sources.ts";

const IDS: ReadonlySet<string> = new Set(
  repositoryFiles()
    .map((path) => /^providers\/([^/]+)\/descriptor\.ts$/.exec(path)?.[1])
    .filter((id): id is string => id !== undefined),
);

/**
 * Names of providers in shared code, outside comments and user texts: it must switch on what a provider declares, or
 * every new provider is an edit everywhere. A model's id (`aws/nlb`) gives a provider away as well.
 */
function namedProviders(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown, start: number): void => {
    if (typeof value !== "string" || !IDS.has(value.split("/")[0] ?? "")) return;
    found.push(`${path}:${source.slice(0, start).split("\n").length} names ${value}`);
  };
  new Visitor({
    Literal: ({ value, start }) => look(value, start),
    TemplateElement: ({ value, start }) => look(value.cooked, start),
    Property: ({ key, start }) => look("name" in key ? key.name : undefined, start),
  }).visit(parseSync(path, source).program);
  return found;
}

/** Where a name is a program's, which only happens to be a provider's as well. */
const PROGRAMS: readonly string[] = ["src/cli/check-with-haproxy.ts:21 names haproxy"];

test("shared code asks what a provider can do, not which it is", () => {
  expect(IDS.size).toBeGreaterThan(1);
  const shared = [...sources(/^src\/.*\.ts$/)];
  expect(shared.flatMap(([path, text]) => namedProviders(path, text))).toEqual(PROGRAMS);
});

test.each([
  [`if (provider === "alicloud") go();`],
  [`if ("aws" != spec.provider) go();`],
  [`switch (id) { case "aws": go(); }`],
  [`const limits = { alicloud: 900, other: 1 };`],
  [`if (["aws"].includes(id)) go();`],
  ["if (id === `aws`) go();"],
  [`if (model === "alicloud/clb-l4") go();`],
])("planted: %s", (source) => {
  expect(namedProviders("src/core/planted.ts", source)).toHaveLength(1);
});

test("texts and comments may name them", () => {
  const source = `// aws\nconst t = { en: "needs aws", zh: "alicloud 的" }; const awsLike = "aws-like";`;
  expect(namedProviders("src/core/fine.ts", source)).toEqual([]);
});
