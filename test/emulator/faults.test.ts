import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SlbctlError } from "../../src/core/error.ts";
import { FAULT_KINDS, planFaults } from "../../src/emulator/fault-plan.ts";
import { parseFaults } from "../../src/emulator/faults.ts";
import { rawCall } from "./raw-call.ts";
import { startToy } from "./toy-emulator.ts";

describe("an injected fault, as a client sees it", () => {
  const injecting = async (text: string) => {
    const toy = await startToy({ faults: parseFaults(text) });
    const outcome = await rawCall(`${toy.url}/Create`, "thing");
    return { outcome, names: await toy.ask("List"), entry: toy.kit.log[0] };
  };

  test.each([
    ["throttle", 429, "throttled"],
    ["internal", 500, "internal"],
    ["unavailable", 503, "unavailable"],
  ])("%s: the API's own refusal, nothing is carried out", async (kind, status, code) => {
    const { outcome, names, entry } = await injecting(`${kind}@Create`);
    expect(outcome).toMatchObject({ status, body: JSON.stringify({ code }), complete: true });
    expect(names).toEqual([]);
    expect(entry).toMatchObject({ action: "Create", status, errorCode: code, fault: kind });
  });

  test("refuse-before: no answer, nothing is carried out", async () => {
    const { outcome, names, entry } = await injecting("refuse-before@1");
    expect(outcome).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names).toEqual([]);
    expect(entry).toMatchObject({ action: "Create", status: 0, fault: "refuse-before" });
    expect(entry).not.toHaveProperty("errorCode");
  });

  test("lost-response: no answer, but it is carried out", async () => {
    const { outcome, names, entry } = await injecting("lost-response@Create");
    expect(outcome).toMatchObject({ status: undefined, error: "ECONNRESET" });
    expect(names).toEqual(["thing"]);
    expect(entry).toMatchObject({ status: 200, fault: "lost-response" });
  });

  test("cut: the answer ends in the middle of its body; it is carried out", async () => {
    const { outcome, names } = await injecting("cut@Create");
    expect(outcome).toMatchObject({ status: 200, complete: false, error: "ECONNRESET" });
    expect(outcome.body).toBe('{"crea');
    expect(outcome.headers["content-length"]).toBe(String('{"created":1}'.length));
    expect(names).toEqual(["thing"]);
  });

  test("malformed: a 200 that is neither JSON nor XML; it is carried out", async () => {
    const { outcome, names } = await injecting("malformed@Create");
    expect(outcome).toMatchObject({ status: 200, complete: true });
    expect(() => JSON.parse(outcome.body)).toThrow(SyntaxError);
    expect(names).toEqual(["thing"]);
  });

  test("latency: a late answer, while other operations go on", async () => {
    const toy = await startToy({ faults: parseFaults("latency=300@Create") });
    const slow = rawCall(`${toy.url}/Create`, "thing");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const quick = await rawCall(`${toy.url}/List`);
    expect(quick.body).toBe('["thing"]');
    expect(quick.ms).toBeLessThan(200);
    expect((await slow).ms).toBeGreaterThanOrEqual(295);
    expect(await slow).toMatchObject({ status: 200, body: '{"created":1}' });
  });

  test("hits what it is addressed to: by number, by time of an operation, by range, always", async () => {
    const toy = await startToy({
      faults: parseFaults("throttle@2, unavailable@Create#2, internal@List#2-3"),
    });
    const statuses: (number | undefined)[] = [];
    for (const action of ["List", "List", "Create", "Create", "Create", "List", "List"])
      statuses.push((await rawCall(`${toy.url}/${action}`, "x")).status);
    // The second List is hit by its number, the rule that stands first.
    expect(statuses).toEqual([200, 429, 200, 503, 200, 500, 200]);
    const all = await startToy({ faults: parseFaults("throttle@*") });
    for (let i = 0; i < 3; i++) expect((await rawCall(`${all.url}/List`)).status).toBe(429);
  });
});

describe("the fault plan", () => {
  test("hits about the given share, the same requests for the same seed", () => {
    const hits = (seed: number) => {
      const plan = planFaults([{ kind: "throttle", percent: 20 }], seed);
      return Array.from({ length: 2000 }, (_, index) => plan.decide(index + 1, "Any").kind === "throttle");
    };
    expect(hits(7)).toEqual(hits(7));
    expect(hits(7)).not.toEqual(hits(8));
    // Within five standard deviations (sqrt(2000 * 0.2 * 0.8) = 17.9) of 400.
    for (const seed of [1, 2, 3]) {
      const count = hits(seed).filter(Boolean).length;
      expect(Math.abs(count - 400)).toBeLessThan(90);
    }
  });

  test("adds up delays and takes the first of the other faults", () => {
    const plan = planFaults(parseFaults("latency=100@*,cut@1,throttle@1,latency=50@1"));
    expect(plan.decide(1, "A")).toEqual({ kind: "cut", latencyMs: 150, text: "latency=150+cut" });
    expect(plan.decide(2, "A")).toEqual({ kind: undefined, latencyMs: 100, text: "latency=100" });
  });
});

describe("the text of faults", () => {
  test.each([
    ["throttle@3", { kind: "throttle", requests: [3, 3] }],
    ["cut@2-4", { kind: "cut", requests: [2, 4] }],
    ["internal@*", { kind: "internal" }],
    ["latency=500@*", { kind: "latency", latencyMs: 500 }],
    ["throttle%20", { kind: "throttle", percent: 20 }],
    ["unavailable%0.5@2-9", { kind: "unavailable", percent: 0.5, requests: [2, 9] }],
    ["throttle%50@DescribeTags", { kind: "throttle", percent: 50, action: "DescribeTags" }],
    [
      "lost-response@CreateLoadBalancer",
      { kind: "lost-response", action: "CreateLoadBalancer", occurrences: [1, 1] },
    ],
    [
      "lost-response@CreateLoadBalancer#2",
      { kind: "lost-response", action: "CreateLoadBalancer", occurrences: [2, 2] },
    ],
    [
      "cut@DescribeTags#*",
      { kind: "cut", action: "DescribeTags", occurrences: [1, Number.POSITIVE_INFINITY] },
    ],
  ])("%s", (text, rule) => {
    expect(parseFaults(text)).toEqual([rule]);
  });

  test.each([
    ["", "unknown fault"],
    ["throtle@3", "did you mean throttle?"],
    ["throttle", "says not when"],
    ["throttle@", "request number or operation"],
    ["throttle@0", "number from 1"],
    ["throttle@4-2", "number from 1"],
    ["throttle@3#2", "has to follow the name of an operation"],
    ["throttle@Create#x", "count of times"],
    ["throttle=5@3", 'takes no "=5"'],
    ["latency@*", "needs milliseconds"],
    ["latency=0@*", "needs milliseconds"],
    ["latency=99999999@*", "needs milliseconds"],
    ["throttle%0", "percentage above 0"],
    ["throttle%101", "percentage above 0"],
    ["throttle@Create Load", "request number or operation"],
  ])("%j is explained", (text, words) => {
    expect(() => parseFaults(text)).toThrow(words);
    try {
      parseFaults(text);
    } catch (error) {
      expect(error).toMatchObject({ code: "fault-invalid", exit: 2 });
      expect((error as SlbctlError).text.zh).toMatch(/故障写法有误/);
    }
  });

  test("names all problems at once", () => {
    expect(() => parseFaults("throtle@3,cut@0,latency=x%0@*")).toThrow(
      /throtle.*cut@0.*milliseconds.*percentage/,
    );
  });

  test("is read or explained, whatever it is", () => {
    const piece = fc.oneof(
      fc.constantFrom(...FAULT_KINDS, "@", "#", "%", "=", ",", "*", "-", "Create", "3", "20", "500"),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          for (const rule of parseFaults(pieces.join(""))) expect(FAULT_KINDS).toContain(rule.kind);
        } catch (error) {
          expect(error).toBeInstanceOf(SlbctlError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
