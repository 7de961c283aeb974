import { EXIT, SlbctlError } from "../../core/error.ts";
import type { Command } from "../command.ts";
import { write } from "../io.ts";

export const command: Command = {
  options: [
    {
      flags: "--script",
      text: {
        en: "print a read-only POSIX sh script for hosts without Node: it writes a folder that `doctor --from` reads, without keys, tokens or passwords",
        zh: "输出只读的 POSIX sh 脚本，用于没有 Node 的主机：它写出 `doctor --from` 可读取的目录，其中不含密钥、令牌或密码",
      },
    },
  ],
  examples: [
    "slbctl collect --script > collect.sh && sh collect.sh evidence",
    "slbctl doctor --from evidence",
  ],
  formats: ["text"],
  async run({ io }, _args, options) {
    if (options["script"] !== true)
      throw new SlbctlError("collect-what", EXIT.usage, {
        en: "nothing to collect was named; expected --script",
        zh: "没有指定要收集的内容；应使用 --script",
      });
    const { COLLECT_SCRIPT } = await import("../../companions/collect-script/collect-script.gen.ts");
    await write(io.stdout, COLLECT_SCRIPT);
    return EXIT.fine;
  },
};
