import { expect, test } from "vitest";
import type { Diagnosis, MissingFact } from "../../src/core/finding.ts";
import { openQuestions } from "../../src/report/open-questions.ts";

type Open = Diagnosis["inconclusive"][number];

const certificate = (node: string): MissingFact => ({
  fact: "node.apiServerSans",
  subject: node,
  reason: { en: "it was not read", zh: "尚未读取" },
  howToProvide: `scp ${node}:/etc/kubernetes/pki/apiserver.crt .`,
});
const model: MissingFact = {
  fact: "balancer.model",
  subject: "lb/6443",
  reason: { en: "no source says", zh: "没有来源" },
  howToProvide: null,
};
const open = (subject: string, missing: readonly MissingFact[], code: Open["code"] = "SLB107"): Open => ({
  code,
  subject,
  missing,
});

test("a DaemonSet on 5,000 nodes that lacks one fact of each node is one question of two lines", () => {
  const wide = Array.from({ length: 5000 }, (_, index) =>
    open(`agent@n${index + 1} -> lb:6443`, [certificate(`n${index + 1}`)]),
  );
  expect(openQuestions(wide, "en")).toEqual([
    "could not tell SLB107 for agent@n1 -> lb:6443, agent@n2 -> lb:6443, agent@n3 -> lb:6443 and 4997 more:",
    "    node.apiServerSans of n1, n2, n3 and 4997 more: it was not read; to provide it: scp n1:/etc/kubernetes/pki/apiserver.crt . (and so for each)",
  ]);
  expect(openQuestions(wide, "zh")).toEqual([
    "无法判断 SLB107（agent@n1 -> lb:6443、agent@n2 -> lb:6443、agent@n3 -> lb:6443 等 5000 项）：",
    "    node.apiServerSans（n1、n2、n3 等 5000 项）：尚未读取；可这样提供：scp n1:/etc/kubernetes/pki/apiserver.crt .（其余同理）",
  ]);
});

test("codes that lack the same are told together; what lacks something else is told apart", () => {
  expect(
    openQuestions(
      [open("a", [model]), open("a", [model], "SLB108"), open("a", [model, certificate("m1")])],
      "en",
    ),
  ).toEqual([
    "could not tell SLB107, SLB108 for a:",
    "    balancer.model: no source says",
    "could not tell SLB107 for a:",
    "    balancer.model: no source says",
    "    node.apiServerSans: it was not read; to provide it: scp m1:/etc/kubernetes/pki/apiserver.crt .",
  ]);
});
