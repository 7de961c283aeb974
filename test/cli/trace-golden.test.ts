import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tracesSchema } from "../../tools/schemas/diagnosis-schema.ts";
import { ROOT, runCli } from "./run-cli.ts";

/** `UPDATE_GOLDEN=1` writes what is printed now; read it before committing it. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

const SELF_BUILT = ["--from", "examples/clb-self-built", "--to", "10.0.1.100:6443"];
const RUNS: readonly (readonly string[])[] = [
  ["trace", "--client", "m1", ...SELF_BUILT],
  ["trace", "--client", "w1", ...SELF_BUILT],
  ["trace", "--client", "outside", ...SELF_BUILT],
  // An address of which no document says what it is, and what it is taken to be then.
  ["trace", "--client", "m1", "--from", "examples/clb-self-built/cluster.json", "--to", "10.0.1.100:6443"],
  [
    ...["trace", "--client", "m1", "--from", "examples/clb-self-built/cluster.json"],
    ...["--to", "10.0.1.100", "--assume", "10.0.1.100=alicloud/clb-l4,scheduler=sch"],
  ],
];

test.each(["en", "zh-CN"])("walks as they are printed, %s", async (language) => {
  const printed: string[] = [];
  for (const args of RUNS) {
    const { stdout, stderr, status } = await runCli([...args, "--lang", language]);
    expect([stderr, status], args.join(" ")).toEqual(["", 0]);
    printed.push(`$ slbctl ${args.join(" ")}\n${stdout}`);
  }
  const file = join(ROOT, "test/golden", `trace.${language}.txt`);
  const text = printed.join("\n");
  if (UPDATE) await writeFile(file, text);
  expect(text, "UPDATE_GOLDEN=1 npx vitest run test/cli/trace-golden.test.ts writes it anew").toBe(
    await readFile(file, "utf8"),
  );
});

test("as JSON every walk is as the schema says, in English in either language", async () => {
  for (const args of RUNS) {
    const run = (language: string) => runCli([...args, "-o", "json", "--lang", language]);
    const { stdout } = await run("en");
    expect(tracesSchema.safeParse(JSON.parse(stdout)).error?.issues, args.join(" ")).toBeUndefined();
    expect((await run("zh-CN")).stdout).toBe(stdout);
  }
});
