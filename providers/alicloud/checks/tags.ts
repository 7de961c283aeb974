import type { Spec, SpecIssue } from "../../../src/core/spec.ts";
import type { Text } from "../../../src/core/text.ts";
import { FOREIGN_TAGS } from "../ownership.ts";
import { problem } from "./spec-problem.ts";

/** Tags per resource, ours included. */
const MOST_TAGS = 20;
/** slbctl's own: the owner tag, and the marks of the health check and of an access list. */
const OWN_TAGS = 2;

function keyProblem(key: string): Text | undefined {
  if (/^(aliyun|acs:)/i.test(key))
    return {
      en: "keys beginning with aliyun or acs: are reserved by the cloud",
      zh: "以 aliyun 或 acs: 开头的键由云平台保留",
    };
  if (/https?:\/\//i.test(key))
    return { en: "keys must not contain http:// or https://", zh: "键不能包含 http:// 或 https://" };
  if (key.startsWith("slbctl/"))
    return { en: "keys beginning with slbctl/ are slbctl's own", zh: "以 slbctl/ 开头的键由 slbctl 使用" };
  if (FOREIGN_TAGS.includes(key))
    return {
      en: "this tag marks load balancers of Kubernetes controllers, which slbctl never touches",
      zh: "该标签用于标记 Kubernetes 控制器的负载均衡器，slbctl 绝不改动它们",
    };
  return undefined;
}

/** What CLB takes as tags. Lengths are the schema's (64 and 128). */
export function checkTags({ tags }: Spec): readonly SpecIssue[] {
  const issues = Object.entries(tags).flatMap(([key, value]) => {
    const text = keyProblem(key);
    return [
      ...(text === undefined
        ? []
        : [problem(["tags", key], key, text, { en: "another key", zh: "换一个键" })]),
      ...(/https?:\/\//i.test(value)
        ? [
            problem(
              ["tags", key],
              key,
              { en: "values must not contain http:// or https://", zh: "值不能包含 http:// 或 https://" },
              { en: "another value", zh: "换一个值" },
            ),
          ]
        : []),
    ];
  });
  const most = MOST_TAGS - OWN_TAGS;
  if (Object.keys(tags).length > most)
    issues.push(
      problem(
        ["tags"],
        `${Object.keys(tags).length} tags`,
        {
          en: `CLB takes ${MOST_TAGS} tags per resource, of which slbctl may need ${OWN_TAGS}`,
          zh: `CLB 每个资源最多 ${MOST_TAGS} 个标签，其中 slbctl 可能占用 ${OWN_TAGS} 个`,
        },
        { en: `at most ${most}`, zh: `最多 ${most} 个` },
      ),
    );
  return issues;
}
