import { describe, expect, test } from "vitest";
import type { Diagnosis, RuleCode } from "../../src/core/finding.ts";
import type { Rule } from "../../src/core/rule.ts";
import { defineRule } from "../../src/doctor/define-rule.ts";
import { rules } from "../../src/doctor/rules/index.gen.ts";
import { diagnosed } from "./diagnosed.ts";
import type { Expected } from "./expected.ts";
import { RULE_CASES } from "./rule-cases.ts";
import type { Case } from "./topologies.ts";

function verdicts({ findings, inconclusive, passed, notApplicable }: Diagnosis, code: RuleCode) {
  const has = (all: readonly { code: RuleCode }[]) => all.some((each) => each.code === code);
  return [
    ...(has(findings) ? ["fires"] : []),
    ...(has(inconclusive) ? ["cannotTell"] : []),
    ...(has(passed) ? ["silent"] : []),
    ...(notApplicable.includes(code) ? ["notApplicable"] : []),
  ];
}

const codes = Object.keys(RULE_CASES) as RuleCode[];
function expectedOf(code: RuleCode): Expected {
  const found = RULE_CASES[code];
  if (found === undefined) throw new Error(`${code} has no cases`);
  return found;
}
const casesOf = ({ notApplicable, ...rest }: Expected) =>
  Object.entries({ ...rest, notApplicable: notApplicable === "never" ? [] : notApplicable }).flatMap(
    ([verdict, cases]) => cases.map((of) => ({ verdict, of })),
  );
const allCases = codes.flatMap((code) => casesOf(expectedOf(code)).map(({ of }) => of));

describe("every rule", () => {
  test("has its cases", () => {
    expect(codes.sort()).toEqual(rules.map(({ code }) => code).sort());
    for (const code of codes) {
      const { fires, silent, cannotTell } = expectedOf(code);
      expect(
        [fires.length, silent.length, cannotTell.length].every((count) => count > 0),
        code,
      ).toBe(true);
    }
  });

  const grid = codes.flatMap((code) =>
    casesOf(expectedOf(code)).map(({ verdict, of }, index) => ({ code, verdict, of, index })),
  );
  test.each(grid)("$code $verdict ($index)", ({ code, verdict, of }) => {
    // SLB101 in a cluster of which it knows one node less is also judged for the others.
    expect(verdicts(diagnosed(of), code)).toContain(verdict);
    if (verdict !== "fires") expect(verdicts(diagnosed(of), code)).not.toContain("fires");
  });

  test.each(codes.filter((code) => expectedOf(code).notApplicable === "never"))(
    "%s has a verdict in every case of the others",
    (code) => {
      for (const of of allCases) expect(verdicts(diagnosed(of), code)).not.toContain("notApplicable");
    },
  );

  test("says its finding in both languages, whole, and names what is missing", () => {
    for (const of of allCases) {
      const { findings, inconclusive } = diagnosed(of);
      for (const { code, message, counterfactual, title, evidence } of findings) {
        for (const text of [message, counterfactual, title]) {
          expect(`${text.en}${text.zh}`, code).not.toMatch(/undefined|NaN|\[object|null/);
          expect(text.zh, code).toMatch(/[\u4e00-\u9fff]/);
          expect(text.en, code).not.toMatch(/[\u4e00-\u9fff]/);
        }
        expect(evidence.length, code).toBeGreaterThan(0);
        for (const { source } of evidence) expect(source, code).not.toBe("");
      }
      for (const { missing } of inconclusive) expect(missing.length).toBeGreaterThan(0);
    }
  });
});

/** The facts that a rule reads over all cases, by asking it with facts that write down what is looked at. */
function readsOf(rule: Rule, cases: readonly Case[]): ReadonlySet<string> {
  const reads = new Set<string>();
  const recorded = (facts: Record<string, object>) =>
    new Proxy(facts, {
      get: (_target, kind: string) =>
        new Proxy(facts[kind] ?? {}, {
          get: (of, fact: string) => {
            reads.add(`${kind}.${fact}`);
            return Reflect.get(of, fact) as unknown;
          },
        }),
    });
  const among = (kinds: Record<string, ReadonlyMap<string, object>>) =>
    Object.fromEntries(
      Object.entries(kinds).map(([kind, all]) => [
        kind,
        new Map([...all].map(([id, facts]) => [id, recorded({ [kind]: facts })[kind]])),
      ]),
    );
  const spy = {
    ...rule,
    check: (facts: never, ...more: never[]) =>
      (rule.check as (...all: unknown[]) => unknown)(
        recorded(facts),
        ...more.slice(0, -1),
        among(more.at(-1) ?? {}),
      ),
  };
  for (const of of cases) diagnosed(of, [spy as unknown as Rule]);
  return reads;
}

const declared = ({ needs, among = {} }: Rule): readonly string[] => [
  ...new Set(
    [...Object.entries(needs), ...Object.entries(among)].flatMap(([kind, names]) =>
      names.map((name) => `${kind}.${name}`),
    ),
  ),
];

describe("a rule reads what it declares", () => {
  test.each(rules.map((rule) => [rule.code, rule] as const))("%s", (_code, rule) => {
    expect([...readsOf(rule, allCases)].sort()).toEqual([...declared(rule)].sort());
  });

  const base = { ...(rules.find(({ code }) => code === "SLB601") as Rule) } as object;
  const liar = (needs: object, check: (facts: never) => unknown) =>
    defineRule({ ...base, scope: "listener", needs, check } as never);

  test("and one that declares more, or reads more, is caught", () => {
    const boaster = liar({ listener: ["idleTimeoutSeconds", "port"] }, (facts: never) => {
      const { listener } = facts as { listener: { idleTimeoutSeconds: number } };
      return { kind: listener.idleTimeoutSeconds > 0 ? "fine" : "not-applicable" };
    });
    const peeper = liar({ listener: ["port"] }, (facts: never) => {
      const { listener } = facts as { listener: { port: number; backends?: unknown } };
      return { kind: listener.port > 0 && listener.backends === undefined ? "fine" : "not-applicable" };
    });
    expect([...readsOf(boaster, [{}])]).not.toEqual(declared(boaster));
    expect([...readsOf(peeper, [{}])].sort()).toEqual(["listener.backends", "listener.port"]);
    expect(declared(peeper)).toEqual(["listener.port"]);
  });
});
