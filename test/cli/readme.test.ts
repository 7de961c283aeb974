import { copyFile, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { EXIT } from "../../src/core/error.ts";
import { ROOT, runCli, temporaryFolder } from "./run-cli.ts";

const READMES = ["README.md", "README.zh-CN.md"] as const;

const read = (file: string): Promise<string> => readFile(join(ROOT, file), "utf8");

/** Contents of the code blocks of one kind. */
const blocks = (markdown: string, kind: string): readonly string[] =>
  [...markdown.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, found, text = ""]) =>
    found === kind ? [text] : [],
  );

const commands = (markdown: string): readonly string[] =>
  blocks(markdown, "sh").flatMap((block) =>
    block
      .split("\n")
      .flatMap((line) => line.replace(/#.*$/, "").split("&&"))
      .map((line) => line.trim().replace(/\s+/g, " "))
      .filter((line) => line !== ""),
  );

/** What each documented command ends with on the emulated cloud, where nobody checks health and nobody can be asked. */
const ENDS: Readonly<Record<string, readonly [status: number, more?: readonly string[]]>> = {
  "slbctl plan -f spec.yaml": [0],
  "slbctl create -f spec.yaml --emit out": [0, ["--yes"]],
  "slbctl status -f spec.yaml --wait healthy": [2],
  "slbctl doctor --from spec.yaml": [1],
  "slbctl explain SLB101": [0],
  "slbctl delete -f spec.yaml": [0, ["--yes"]],
  "slbctl doctor --from dump.json --from lb.json": [1],
  "slbctl doctor --from examples/clb-self-built": [1],
  "slbctl doctor --from examples/ingress-snat": [1],
  "slbctl doctor --from examples/lvs-one-arm": [1],
  "slbctl trace --client kubelet --to 10.0.1.100:6443 --from examples/clb-self-built": [0],
};

describe.each(READMES)("%s", (file) => {
  test("its commands do with its spec what it says", async () => {
    const markdown = await read(file);
    const cwd = await temporaryFolder((undo) => onTestFinished(undo));
    const [spec = ""] = blocks(markdown, "yaml");
    await writeFile(join(cwd, "spec.yaml"), spec);
    await symlink(join(ROOT, "examples"), join(cwd, "examples"));
    // What the commands of other programs would have printed.
    await copyFile(join(ROOT, "examples/clb-self-built/cluster.json"), join(cwd, "dump.json"));
    const answer = "examples/clb-self-built/cloud/DescribeLoadBalancerAttribute.json";
    await copyFile(join(ROOT, answer), join(cwd, "lb.json"));
    const ours = commands(markdown).filter((line) => line.startsWith("slbctl "));
    expect(ours).toEqual(Object.keys(ENDS));
    for (const line of ours) {
      const [status, more = []] = ENDS[line] ?? [0];
      const emulated = line.includes("spec.yaml") ? ["--emulate", "--state-dir", "state"] : [];
      const argv = [...line.split(" ").slice(1), ...more, ...emulated];
      const ran = await runCli(argv, { cwd });
      expect(ran, `${line}\n${ran.stdout}${ran.stderr}`).toMatchObject({ status });
    }
  });

  test("every other command is a script of the package", async () => {
    const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
    const others = commands(await read(file)).filter((line) => !line.startsWith("slbctl "));
    expect(others.length).toBeGreaterThan(0);
    for (const line of others.filter((each) => !/^(kubectl get|aliyun slb Describe)/.test(each))) {
      const script = /^npm (?:run )?(\w+)( -- --aws)?$/.exec(line)?.[1] ?? "";
      expect(script === "ci" || script in scripts, line).toBe(true);
    }
  });

  test("lists every exit status", async () => {
    const markdown = await read(file);
    const section =
      /## (?:Exit status|退出码)\n([\s\S]*?)\n\n/.exec(markdown.replace(/(## [^\n]+\n)\n/g, "$1"))?.[1] ?? "";
    const listed = [...section.matchAll(/(?:^|[·：:/] ?)(\d+)(?=[ /])/gm)].map(([, status]) =>
      Number(status),
    );
    expect(new Set(listed)).toEqual(new Set(Object.values(EXIT)));
  });
});
