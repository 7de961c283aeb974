import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/core/facts.ts";
import type { Behaviour } from "../../src/core/forwarding.ts";
import { observed } from "../../src/core/observation.ts";
import { fold } from "../../src/core/topology.ts";
import type { Trace } from "../../src/core/trace.ts";
import { walk } from "../../src/doctor/walk/walk.ts";
import { behaviour, type Case, model, ORIGIN, observations, VIP } from "./topologies.ts";

const zone = fc.constantFrom("a", "b", "c");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const anyBehaviour: fc.Arbitrary<Behaviour> = fc
  .record({
    destination: fc.constantFrom("kept", "rewritten", "new-connection"),
    source: fc.constantFrom("kept", "translator", "spoofed"),
    reply: fc.constantFrom("forced-back", "direct", "by-route"),
    onSelf: fc.constantFrom("deliver", "snat", "drop", "unknown"),
    select: fc.record({
      key: fc.constantFrom("connection", "source", "unknown"),
      weighted: fc.boolean(),
      scope: fc.constantFrom("all", "zone"),
      noneHealthy: fc.constantFrom("all", "refuse", "unknown"),
    }),
  } as const)
  .map((value) => behaviour(value as Partial<Behaviour>));

const backend: fc.Arbitrary<Partial<Backend>> = fc
  .record({
    weight: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 })),
    zone: maybe(zone),
    health: maybe(fc.constantFrom("healthy", "unhealthy", "unknown")),
    // Sometimes an address that joins no node.
    address: fc.option(fc.constant("192.0.2.77"), { nil: undefined, freq: 5 }),
  } as const)
  .map((value) => JSON.parse(JSON.stringify(value)) as Partial<Backend>);

const anyCase = fc
  .record({
    masters: fc.integer({ min: 1, max: 7 }),
    backends: fc.array(backend, { maxLength: 7 }),
    addresses: fc.uniqueArray(maybe(zone), { maxLength: 4 }),
    subnets: fc.array(maybe(fc.constantFrom("s1", "s2")), { minLength: 7, maxLength: 7 }),
    pod: maybe(fc.constantFrom("10.244.0.9", "10.0.0.11")),
    is: anyBehaviour,
  })
  .map(({ masters, backends, addresses, subnets, pod, is }) => {
    const of: Case = {
      masters,
      backends,
      model: "it",
      addresses: addresses.map((each, index) => ({
        address: index === 0 ? VIP : `10.9.9.${index}`,
        ...(each === undefined ? {} : { zone: each }),
      })),
      balancer: { names: ["api.example.com"] },
      node: (index) => (subnets[index] === undefined ? {} : { subnet: subnets[index] }),
      clients: { it: pod === undefined ? {} : { network: "pod", address: pod } },
    };
    return { seen: observations(of), models: new Map([["it", model("it", is)]]) };
  });

type Made = { readonly seen: ReturnType<typeof observations>; readonly models: Parameters<typeof walk>[1] };

const walked = ({ seen, models }: Made, host = "api.example.com"): Trace =>
  walk(fold(seen), models, { client: "it", node: "m1", target: { host, port: 6443 } });

describe("the walk, over any topology", () => {
  test("gives every branch a share in [0,1], and all together 1", () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(VIP, "api.example.com"), (made, host) => {
        const { branches } = walked(made, host);
        const shares = branches.map(({ share }) => share ?? Number.NaN);
        expect(shares.every((share) => share >= 0 && share <= 1 + 1e-9)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  test("is not changed by a node that has nothing to do with it", () => {
    const stranger = [
      observed("node", "a-stranger", "roles", ["worker"], ORIGIN),
      observed("node", "a-stranger", "addresses", ["10.0.7.7"], ORIGIN),
      observed("node", "a-stranger", "instanceId", "i-stranger", ORIGIN),
      observed("node", "a-stranger", "subnet", "s1", ORIGIN),
    ];
    fc.assert(
      fc.property(anyCase, (made) => {
        expect(walked({ ...made, seen: [...stranger, ...made.seen] })).toEqual(walked(made));
      }),
    );
  });

  test("is not changed by the order or the repetition of observations", () => {
    const shuffled = anyCase.chain((made) =>
      fc
        .shuffledSubarray([...made.seen, ...made.seen], { minLength: made.seen.length * 2 })
        .map((seen) => ({ made, seen })),
    );
    fc.assert(
      fc.property(shuffled, ({ made, seen }) => {
        expect(walked({ ...made, seen })).toEqual(walked(made));
      }),
    );
  });

  test("never chooses a backend of weight 0, whatever it does when none is healthy", () => {
    fc.assert(
      fc.property(anyCase, (made) => {
        const zeroed = made.seen.map((each) =>
          each.fact !== "backends" || !each.reading.known
            ? each
            : {
                ...each,
                reading: {
                  known: true as const,
                  value: (each.reading.value as Backend[]).map((one) => ({ ...one, weight: 0 })),
                },
              },
        );
        const dispositions = walked({ ...made, seen: zeroed }).branches.map(({ disposition }) => disposition);
        // What a node delivers to itself nobody has chosen.
        const unchosen = ["refused", "unknown", "always-local"];
        expect(dispositions.every((each) => unchosen.includes(each))).toBe(true);
      }),
    );
  });

  test("names what is missing exactly where it is unknown", () => {
    fc.assert(
      fc.property(anyCase, (made) => {
        for (const { disposition, missing } of walked(made).branches)
          expect(missing.length > 0).toBe(disposition === "unknown");
      }),
    );
  });

  test("delivers to everybody when the source is replaced and backends are known", () => {
    fc.assert(
      fc.property(anyCase, ({ seen }) => {
        const models = new Map([["it", model("it", behaviour({ source: "translator" }))]]);
        const { branches } = walked({ seen, models });
        expect(branches.every(({ disposition }) => ["delivered", "refused"].includes(disposition))).toBe(
          true,
        );
      }),
    );
  });
});
