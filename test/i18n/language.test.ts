import { describe, expect, it } from "vitest";
import { chooseLanguage, parseLanguage } from "../../src/i18n/language.ts";

describe("chooseLanguage", () => {
  it.each([
    ["nothing is set", undefined, {}, "en"],
    ["the flag wins", "en", { SLBCTL_LANG: "zh-CN", LC_ALL: "zh_CN.UTF-8" }, "en"],
    ["SLBCTL_LANG beats the locale", undefined, { SLBCTL_LANG: "zh", LC_ALL: "C" }, "zh"],
    ["LC_ALL beats LANG", undefined, { LC_ALL: "C.UTF-8", LANG: "zh_CN.UTF-8" }, "en"],
    ["LC_MESSAGES beats LANG", undefined, { LC_MESSAGES: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
    ["an empty variable is unset", undefined, { SLBCTL_LANG: "", LC_ALL: "", LANG: "zh_CN.UTF-8" }, "zh"],
    ["traditional Chinese reads ours", undefined, { LANG: "zh_TW.Big5" }, "zh"],
    ["a language without a catalog", undefined, { LANG: "de_DE.UTF-8" }, "en"],
    ["a set but unknown LC_ALL still decides", undefined, { LC_ALL: "fr_FR", LANG: "zh_CN" }, "en"],
    ["a modifier", undefined, { LANG: "zh_CN.UTF-8@pinyin" }, "zh"],
  ] as const)("%s", (_name, flag, env, expected) => {
    expect(chooseLanguage(flag, env)).toBe(expected);
  });
});

describe("parseLanguage", () => {
  it.each([
    ["zh-CN", "zh"],
    ["ZH-hans", "zh"],
    ["en_US.UTF-8", "en"],
    ["POSIX", "en"],
    ["zhuang", undefined],
    ["", undefined],
  ])("%j is %s", (tag, expected) => {
    expect(parseLanguage(tag)).toBe(expected);
  });
});
