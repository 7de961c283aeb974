import type { OptionDefinition } from "./command.ts";

/** Options that every command takes. */
export const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "-o, --output <format[=file]>",
    text: { en: "output format, optionally into a file; repeatable", zh: "输出格式，可写入文件；可重复" },
    repeatable: true,
  },
  {
    flags: "--lang <language>",
    text: { en: "language of messages (default: from the locale)", zh: "消息语言（默认取自系统区域设置）" },
    choices: ["en", "zh-CN"],
  },
  { flags: "--no-color", text: { en: "no colours", zh: "不使用颜色" } },
  { flags: "-q, --quiet", text: { en: "results and errors only", zh: "只输出结果和错误" } },
  { flags: "-v, --verbose", text: { en: "tell more on stderr", zh: "在标准错误输出更多信息" } },
  {
    flags: "--emulate",
    text: {
      en: "use the emulated cloud: a running `slbctl emulate`, else in process",
      zh: "使用模拟云：连接正在运行的 `slbctl emulate`，否则在进程内运行",
    },
  },
  {
    flags: "--state-dir <path>",
    text: {
      en: "folder of the emulated cloud's state (default: $SLBCTL_STATE_DIR or the user's state folder)",
      zh: "模拟云状态目录（默认：$SLBCTL_STATE_DIR 或用户状态目录）",
    },
  },
];
