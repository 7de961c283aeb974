// The first run: `npm start` (Alibaba Cloud CLB) or `npm start -- --aws` (AWS NLB), all on loopback.
// It drives the real command line against the emulated cloud: create, use, create again, one call in three hanging on
// a master, doctor, the cure, none hanging.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { API_PORT, dial, MASTERS, startToyApiServers } from "./toy-api-servers.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const slbctl = join(here, "../../bin/slbctl.cjs");
const aws = process.argv.includes("--aws");
const cloud = aws ? "aws" : "alicloud";
const DIALS = 12;
const chinese = /^zh/i.test(
  ["SLBCTL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].map((name) => process.env[name]).find((value) => value) ??
    "",
);
const inWords = (en, zh) => (chinese ? zh : en);
const say = (en, zh) => console.log(`\n${styleText("bold", `== ${inWords(en, zh)}`)}`);

const folder = await mkdtemp(join(tmpdir(), "slbctl-first-run-"));
const state = ["--emulate", "--state-dir", join(folder, "state")];

/** Runs slbctl; its output is shown unless it is read here. */
function run(args, { quiet = false, allow = [0] } = {}) {
  if (!quiet)
    console.log(
      `$ slbctl ${args.join(" ").replaceAll(folder, "$TMP").replaceAll(`${here}/`, "examples/first-run/")}`,
    );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [slbctl, ...args], {
      stdio: ["ignore", quiet ? "pipe" : "inherit", "inherit"],
    });
    let out = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      allow.includes(code) ? resolve(out) : reject(new Error(`slbctl ${args[0]} ended with ${code}`)),
    );
  });
}

/** Starts `slbctl emulate` and waits for its first line, which says that it is ready. */
function startEmulator() {
  const args = [slbctl, "emulate", "--state-dir", join(folder, "state"), "--world", join(here, "world.yaml")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`slbctl emulate ended with ${code}`)));
    child.stdout.once("data", () => resolve(child));
  });
}

/** Dials the listener from master m1, each time anew, all at once; the emulated balancer takes the backends in turn. */
async function dialFromMaster(to, ca) {
  const [m1] = MASTERS;
  const calls = Array.from({ length: DIALS }, () =>
    dial({ from: m1.address, to, port: API_PORT, ca, timeoutMs: 1500 }),
  );
  const results = await Promise.all(calls);
  const hung = results.filter((result) => result.hung).length;
  const answered = results.filter((result) => result.status === 200).length;
  console.log(
    inWords(
      `${DIALS} new connections from m1 (${m1.address}) to ${to}:${API_PORT}: ${answered} answered, ${hung} hung`,
      `从 m1（${m1.address}）到 ${to}:${API_PORT} 的 ${DIALS} 个新连接：${answered} 个应答，${hung} 个挂起`,
    ),
  );
  return { answered, hung };
}

function expect(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}

async function demo(ca) {
  const spec = join(folder, `${cloud}.yaml`);
  const example = await readFile(join(here, `${cloud}.yaml`), "utf8");
  // NLB replaces the client's address by default, which avoids the fault; to show it, ask for the address to be kept.
  await writeFile(spec, aws ? `${example}\nclientAddress: preserve\n` : example);

  say("create the load balancer", "创建负载均衡器");
  await run(["create", "-f", spec, ...state, "--yes", "--wait", "healthy"]);
  const status = JSON.parse(await run(["status", "-f", spec, ...state, "-o", "json"], { quiet: true }));
  const [address] = status.addresses;

  say(
    `use it: GET https://${address}:${API_PORT}/healthz from outside`,
    `从外部使用它：GET https://${address}:${API_PORT}/healthz`,
  );
  const outside = await dial({ from: "127.0.0.1", to: address, port: API_PORT, ca, timeoutMs: 3000 });
  console.log(
    inWords(`answered ${outside.status} by ${outside.master}`, `${outside.master} 应答 ${outside.status}`),
  );
  expect(outside.status === 200, "an answer of 200 through the listener");

  say("create again: nothing changes", "再次创建：没有任何变化");
  await run(["create", "-f", spec, ...state, "--yes"]);

  say("now dial it from m1, which is one of its backends", "现在从 m1 访问它，而 m1 正是它的后端之一");
  const before = await dialFromMaster(address, ca);
  expect(before.hung === DIALS / 3, "one connection in three hangs");

  say("what the doctor says", "doctor 的诊断");
  await run(["doctor", "--from", spec], { allow: [1] });

  say("the cure", "修复");
  if (aws) {
    await writeFile(spec, example);
    await run(["create", "-f", spec, ...state, "--yes", "--wait", "healthy"]);
  } else {
    console.log(
      inWords(
        "CLB cannot replace the client's address, so on each master the name has to lead to the master itself:",
        "CLB 无法替换客户端地址，因此在每台 master 上应让该名称指向本机：",
      ),
    );
    console.log(`  echo '${MASTERS[0].address} api.example.internal' >> /etc/hosts    # on m1`);
  }
  const after = await dialFromMaster(aws ? address : MASTERS[0].address, ca);
  expect(after.hung === 0 && after.answered === DIALS, "no connection hangs any more");

  say("what next", "接下来");
  console.log(
    `  slbctl create -f examples/${cloud}/spec.yaml --dry-run --emulate   # a complete, annotated spec`,
  );
  console.log(
    "  slbctl explain SLB101                                        # the fault that you have just seen",
  );
  console.log(
    `  docs/providers/${cloud}.md                                   # credentials and permissions for the real cloud`,
  );
}

const started = Date.now();
const emulator = await startEmulator();
const servers = await startToyApiServers();
try {
  await demo(servers.ca);
  console.log(`\nfirst run finished in ${((Date.now() - started) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(`\nfirst run failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  emulator.removeAllListeners("close");
  // It writes its state until it has ended.
  const ended = once(emulator, "close");
  emulator.kill("SIGTERM");
  await Promise.all([ended, servers.stop()]);
  await rm(folder, { recursive: true, force: true });
}
