import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import type { Text } from "../../../src/core/text.ts";
import { controllerTag } from "../ownership.ts";
import { problem } from "./spec-problem.ts";

/** Tags per resource, the owner tag included. */
const MOST_TAGS = 50;

/** TagKey and TagValue of the API 2015-12-01; lengths are the schema's (64 and 128). */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const CHARACTERS: Text = {
  en: "letters, digits, spaces and _ . : / = + - @",
  zh: "字母、数字、空格以及 _ . : / = + - @",
};

function keyProblem(key: string): Text | undefined {
  if (/^aws:/i.test(key))
    return { en: "keys beginning with aws: are reserved by AWS", zh: "以 aws: 开头的键由 AWS 保留" };
  if (key.startsWith("slbctl/"))
    return { en: "keys beginning with slbctl/ are slbctl's own", zh: "以 slbctl/ 开头的键由 slbctl 使用" };
  if (controllerTag([key]) !== undefined)
    return {
      en: "this tag marks load balancers of Kubernetes controllers, which slbctl never touches",
      zh: "该标签用于标记 Kubernetes 控制器的负载均衡器，slbctl 绝不改动它们",
    };
  return undefined;
}

/** What AWS takes as tags. */
export function checkTags({ tags }: Spec): readonly SpecIssue[] {
  const issues = Object.entries(tags).flatMap(([key, value]): readonly SpecIssue[] => {
    const path = ["tags", key];
    const reserved = keyProblem(key);
    if (reserved !== undefined) return [problem(path, key, reserved, { en: "another key", zh: "换一个键" })];
    if (!TAG_TEXT.test(key))
      return [
        problem(path, key, { en: "AWS takes no such tag key", zh: "AWS 不接受这样的标签键" }, CHARACTERS),
      ];
    if (TAG_TEXT.test(value)) return [];
    return [
      problem(path, value, { en: "AWS takes no such tag value", zh: "AWS 不接受这样的标签值" }, CHARACTERS),
    ];
  });
  const count = Object.keys(tags).length;
  if (count <= MOST_TAGS - 1) return issues;
  return [
    ...issues,
    problem(
      ["tags"],
      `${count} tags`,
      {
        en: `AWS takes ${MOST_TAGS} tags per resource, of which slbctl needs one`,
        zh: `AWS 每个资源最多 ${MOST_TAGS} 个标签，其中 slbctl 占用一个`,
      },
      { en: `at most ${MOST_TAGS - 1}`, zh: `最多 ${MOST_TAGS - 1} 个` },
    ),
  ];
}
