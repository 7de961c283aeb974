import { topologyLines } from "../../collect/topology/write-topology.ts";
import { EXIT, SlbctlError } from "../../core/error.ts";
import type { Command } from "../command.ts";
import { write } from "../io.ts";
import { writeOutputs } from "../output.ts";
import { allDescriptors, readEvidence } from "../read-evidence.ts";

const NOTHING_NAMED = new SlbctlError("collect-what", EXIT.usage, {
  en: "nothing to collect was named; expected --from PATH, or --script for a script that collects on a host without Node",
  zh: "没有指定要收集的内容；应使用 --from PATH，或用 --script 得到在没有 Node 的主机上收集的脚本",
});

export const command: Command = {
  arguments: [{ name: "[path...]", text: { en: "same as --from", zh: "等同于 --from" } }],
  options: [
    {
      flags: "--from <path>",
      text: {
        en: "evidence, as `doctor --from` takes it; files or folders; repeatable",
        zh: "证据，与 `doctor --from` 相同；文件或目录；可重复",
      },
      repeatable: true,
    },
    {
      flags: "--script",
      text: {
        en: "print a read-only POSIX sh script for hosts without Node: it writes a folder that `doctor --from` reads, without keys, tokens or passwords",
        zh: "输出只读的 POSIX sh 脚本，用于没有 Node 的主机：它写出 `doctor --from` 可读取的目录，其中不含密钥、令牌或密码",
      },
    },
  ],
  details: {
    en: "Writes what the evidence says, and nothing else of it, as JSON Lines (schemas/topology.schema.json): small enough to be sent on, and read by `doctor --from` like the evidence itself.",
    zh: "把证据说明的内容（且仅此内容）写成 JSON Lines（schemas/topology.schema.json）：足够小，便于转交，`doctor --from` 读取它与读取证据本身等效。",
  },
  examples: [
    "slbctl collect --from dump.json --from nodes/ -o jsonl=case.jsonl && slbctl doctor --from case.jsonl",
    "slbctl collect --script > collect.sh && sh collect.sh evidence",
  ],
  formats: ["jsonl"],
  async run(context, args, options) {
    if (options["script"] === true) {
      const { COLLECT_SCRIPT } = await import("../../companions/collect-script/collect-script.gen.ts");
      await write(context.io.stdout, COLLECT_SCRIPT);
      return EXIT.fine;
    }
    const paths = [...args, ...((options["from"] as string[] | undefined) ?? [])];
    if (paths.length === 0) throw NOTHING_NAMED;
    const observations = await readEvidence(context, paths, await allDescriptors());
    await writeOutputs(context.io, context.outputs, () => [...topologyLines(observations)].join("\n"));
    return EXIT.fine;
  },
};
