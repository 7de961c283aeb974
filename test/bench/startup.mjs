// Start-up of the built command against a bare `node -e 0`, in pairs: each measurement runs right after its baseline,
// so that a busy machine slows both. NODE_EXTRA_CA_CERTS is unset: it alone costs Node 20 more than we do.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(fileURLToPath(import.meta.url), "../../..");
const bin = join(root, "bin/slbctl.cjs");
const spec = join(root, "examples/alicloud/spec.yaml");
const PAIRS = Number(process.env.BENCH_PAIRS ?? 25);
const { NODE_EXTRA_CA_CERTS: _unset, ...env } = process.env;

const CASES = [
  { name: "--version", args: [bin, "--version"], limit: 1.3 },
  { name: "--help", args: [bin, "--help"], limit: 1.6 },
  {
    name: "plan --compile-only (parses a spec)",
    args: [bin, "plan", "-f", spec, "--compile-only"],
    limit: 2.6,
  },
];

const folder = mkdtempSync(join(tmpdir(), "slbctl-bench-"));

function milliseconds(args) {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

let failed = 0;
console.log(`start-up, ${PAIRS} pairs each, Node ${process.version}`);
for (const { name, args, limit } of CASES) {
  milliseconds(args);
  const pairs = Array.from({ length: PAIRS }, () => ({
    bare: milliseconds(["-e", "0"]),
    ours: milliseconds(args),
  }));
  const ratio = median(pairs.map(({ bare, ours }) => ours / bare));
  const least = Math.min(...pairs.map(({ ours }) => ours)) / Math.min(...pairs.map(({ bare }) => bare));
  const verdict = ratio <= limit ? "ok" : "OVER";
  if (ratio > limit) failed += 1;
  const numbers = `${ratio.toFixed(2)}x (min/min ${least.toFixed(2)}x, limit ${limit}x)`;
  console.log(
    `  ${name.padEnd(38)} ${numbers}  ${median(pairs.map(({ ours }) => ours)).toFixed(0)} ms  ${verdict}`,
  );
}
rmSync(folder, { recursive: true, force: true });
console.log(`${CASES.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
