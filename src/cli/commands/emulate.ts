import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { providers } from "../../../providers/index.gen.ts";
import { EXIT, SlbctlError } from "../../core/error.ts";
import { parseFaults } from "../../emulator/faults.ts";
import { findRunning } from "../../emulator/find-running.ts";
import { startEmulators } from "../../emulator/start.ts";
import { parseWorld } from "../../emulator/world.ts";
import type { Command } from "../command.ts";
import { type Context, notice } from "../context.ts";
import { emulatorModule } from "../emulation.ts";
import { write } from "../io.ts";
import { makeStateDir, stateDir } from "../state-dir.ts";

async function readWorld(context: Context, path: string | undefined) {
  const file = path === undefined ? join(stateDir(context), "world.json") : resolve(context.io.cwd, path);
  const text = await readFile(file, "utf8").catch(() => {
    throw new SlbctlError(
      "no-world",
      EXIT.usage,
      { en: `cannot read the world from ${file}`, zh: `无法从 ${file} 读取世界描述` },
      {
        hint: {
          en: "give --world FILE (see examples/first-run/world.yaml), or run `slbctl create --emulate` once, which remembers one",
          zh: "请用 --world 指定文件（参见 examples/first-run/world.yaml），或先运行一次 `slbctl create --emulate`",
        },
      },
    );
  });
  return parseWorld(text, file);
}

function ports(values: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    values.map((value) => {
      const [id = "", port = ""] = value.split("=");
      if (
        !providers.some((entry) => entry.id === id && entry.emulator) ||
        !/^\d{1,5}$/.test(port) ||
        Number(port) > 65_535
      )
        throw new SlbctlError("bad-port", EXIT.usage, {
          en: `--port ${value}: expected PROVIDER=PORT, e.g. alicloud=8081`,
          zh: `--port ${value}：应为 PROVIDER=端口，例如 alicloud=8081`,
        });
      return [id, Number(port)];
    }),
  );
}

/** Waiting for another `slbctl emulate` would be in vain: it serves until somebody ends it. */
async function refuseSecond(folder: string): Promise<void> {
  const running = await findRunning(folder);
  if (running === undefined) return;
  const urls = Object.entries(running.endpoints).map(([id, url]) => `${id} ${url}`);
  throw new SlbctlError(
    "already-emulated",
    EXIT.environment,
    {
      en: `process ${running.pid} serves ${folder} already: ${urls.join(", ")}`,
      zh: `进程 ${running.pid} 已在为 ${folder} 提供服务：${urls.join("、")}`,
    },
    {
      hint: {
        en: "use that one (`--emulate` attaches to it), end it first, or give another folder with --state-dir",
        zh: "请使用该进程（`--emulate` 会连接到它），或先结束它，或用 --state-dir 指定其他目录",
      },
    },
  );
}

/** Resolves at the first interrupt. */
const interruption = (signal: AbortSignal): Promise<void> =>
  new Promise((done) =>
    signal.aborted ? done() : signal.addEventListener("abort", () => done(), { once: true }),
  );

export const command: Command = {
  options: [
    {
      flags: "--world <file>",
      text: {
        en: "instances and subnets that exist, and where their ports really are",
        zh: "存在哪些实例与子网，以及其端口的真实位置",
      },
    },
    {
      flags: "--port <provider=port>",
      text: {
        en: "port of an API on 127.0.0.1 (default: any free one); repeatable",
        zh: "API 在 127.0.0.1 上的端口（默认任选空闲端口）；可重复",
      },
      repeatable: true,
    },
    {
      flags: "--fault <fault>",
      text: {
        en: "inject a fault, e.g. throttle@3 or lost-response@CreateLoadBalancer; repeatable",
        zh: "注入故障，例如 throttle@3 或 lost-response@CreateLoadBalancer；可重复",
      },
      repeatable: true,
    },
    {
      flags: "--no-data-plane",
      text: {
        en: "answer the API only; open no listener, probe nothing",
        zh: "仅应答 API；不打开监听，不做探测",
      },
    },
  ],
  details: {
    en: "Serves until interrupted. Access key `emulator`, secret `emulator`. Prints one line of JSON with the endpoints once it is ready.",
    zh: "持续运行直到被中断。Access key 为 `emulator`，secret 为 `emulator`。就绪后输出一行包含端点的 JSON。",
  },
  examples: [
    "slbctl emulate --world examples/first-run/world.yaml",
    "slbctl emulate --world world.yaml --port alicloud=8081 --port aws=8082 --fault throttle@3",
  ],
  formats: ["text"],
  runsUntilInterrupted: true,
  async run(context, _args, options) {
    const folder = stateDir(context);
    await refuseSecond(folder);
    const world = await readWorld(context, options["world"] as string | undefined);
    const faults = ((options["fault"] as string[] | undefined) ?? []).flatMap(parseFaults);
    await makeStateDir(folder);
    const entries = providers.filter(({ emulator }) => emulator !== undefined);
    const modules = await Promise.all(entries.map(emulatorModule));
    const started = await startEmulators({
      emulators: modules.map(({ emulator }) => emulator),
      stateDir: folder,
      world,
      dataPlane: options["dataPlane"] !== false,
      ports: ports((options["port"] as string[] | undefined) ?? []),
      faults,
      onNotice: (text) => void notice(context, text),
    });
    await write(
      context.io.stdout,
      `${JSON.stringify({ ready: true, pid: process.pid, endpoints: started.endpoints })}\n`,
    );
    await interruption(context.signal);
    await started.stop();
    return EXIT.fine;
  },
};
