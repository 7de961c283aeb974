import { readFileSync } from "node:fs";
import fc from "fast-check";
import { dump, load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { SlbctlError } from "../../src/core/error.ts";
import { realPlace, sourceFor } from "../../src/emulator/real-place.ts";
import { parseWorld } from "../../src/emulator/world.ts";

const example = readFileSync(new URL("../../examples/first-run/world.yaml", import.meta.url), "utf8");

function problems(text: string): string {
  try {
    parseWorld(text, "w.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(SlbctlError);
    expect(error).toMatchObject({ code: "world-invalid", exit: 2 });
    return (error as SlbctlError).message;
  }
  throw new Error("the text was taken");
}

describe("the world of the first run", () => {
  const world = parseWorld(example, "world.yaml");

  test("has three masters in three zones for each cloud, at the same addresses", () => {
    expect(world.instances).toHaveLength(6);
    for (const vpcId of new Set(world.instances.map((instance) => instance.vpcId))) {
      const own = world.instances.filter((instance) => instance.vpcId === vpcId);
      expect(own.flatMap(({ addresses }) => addresses)).toEqual(["127.0.0.11", "127.0.0.12", "127.0.0.13"]);
      expect(new Set(own.map(({ zone }) => zone)).size).toBe(3);
    }
  });

  test("is consistent: every instance's subnet exists, in its zone and VPC; every VPC has a security group", () => {
    for (const { subnetId, zone, vpcId } of world.instances)
      expect(world.subnets).toContainEqual(expect.objectContaining({ id: subnetId, zone, vpcId }));
    for (const { vpcId } of world.instances)
      expect(world.securityGroups.map((group) => group.vpcId)).toContain(vpcId);
  });
});

describe("a world", () => {
  test("fills in what is left out, and takes JSON as well", () => {
    const instance = { id: "i-1", vpcId: "v", subnetId: "s", zone: "z", addresses: ["FD00::1"] };
    const text = JSON.stringify({ apiVersion: "slbctl/v1", kind: "World", instances: [instance] });
    expect(parseWorld(text, "w.json")).toEqual({
      instances: [{ ...instance, addresses: ["fd00::1"], state: "running", ports: {} }],
      subnets: [],
      securityGroups: [],
    });
  });

  test("tells all problems at once: where, what stands there, what was expected", () => {
    const text = `
apiVersion: slbctl/v2
kind: World
instnces: []
instances:
  - { id: i-1, vpcId: v, subnetId: s, zone: z, addresses: [10.0.0.1/8], state: gone }
  - { id: 7, vpcId: v, subnetId: s, zone: z, addresses: [], ports: { 0: "127.0.0.1:1", 80: nowhere } }
subnets: { id: s }
securityGroups: [{ id: sg, vpcId: v, colour: red }]
`;
    const lines = problems(text).split("\n");
    expect(lines[0]).toBe("w.yaml does not describe a world (problems: 10)");
    expect(lines.slice(1).sort()).toEqual(
      [
        '  apiVersion: found "slbctl/v2"; expected slbctl/v1',
        '  instances[0].addresses[0]: found "10.0.0.1/8"; expected an IPv4 or IPv6 address without prefix length',
        '  instances[0].state: found "gone"; expected running or stopped',
        "  instances[1].id: found 7; expected an id: text of 1 to 256 characters",
        "  instances[1].addresses: found […0]; expected a list of at least one address",
        '  instances[1].ports.0: found "0"; expected port of the instance (1 to 65535): host:port where it is really served',
        '  instances[1].ports.80: found "nowhere"; expected host:port, e.g. 127.0.0.11:6443',
        "  subnets: found {…}; expected a list",
        '  securityGroups[0].colour: found "colour"; expected only id, vpcId here',
        '  instnces: found "instnces"; expected perhaps instances',
      ].sort(),
    );
  });

  test("names an id that stands twice, a broken line, and an empty file", () => {
    const twice = example.replace("i-bp1master2", "i-bp1master1");
    expect(problems(twice)).toContain('instances[1].id: found "i-bp1master1"; expected each id once');
    expect(problems("apiVersion: slbctl/v1\nkind: [")).toMatch(/^w\.yaml:2:\d+: /);
    expect(problems("")).toContain("empty");
    expect(problems("x".repeat(2_000_000))).toContain("at most 1048576 characters");
  });

  test("is read or explained, whatever the text is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(problems(text)).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });

  test("is read or explained, whatever stands in place of any of its values", () => {
    const places: (string | number)[][] = [];
    const collect = (value: unknown, path: (string | number)[]) => {
      if (path.length > 0) places.push(path);
      if (Array.isArray(value)) for (const [index, item] of value.entries()) collect(item, [...path, index]);
      else if (value !== null && typeof value === "object")
        for (const [key, item] of Object.entries(value)) collect(item, [...path, key]);
    };
    collect(load(example), []);
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom("__proto__", "127.0.0.1", { __proto__: null }));
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, (path, value) => {
        const document = load(example) as Record<string | number, unknown>;
        let at = document;
        for (const part of path.slice(0, -1)) at = at[part] as typeof at;
        at[path.at(-1) ?? ""] = value;
        try {
          parseWorld(dump(document), "w.yaml");
        } catch (error) {
          expect(error).toMatchObject({ code: "world-invalid" });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the real place of a port", () => {
  const world = parseWorld(
    `{"apiVersion":"slbctl/v1","kind":"World","instances":[
      {"id":"i-1","vpcId":"v","subnetId":"s","zone":"z","addresses":["10.0.0.1"],"ports":{"6443":"127.0.0.1:16443"}},
      {"id":"i-2","vpcId":"v","subnetId":"s","zone":"z","addresses":["10.0.0.1"],"ports":{"80":"[::1]:8080"}}]}`,
    "w.json",
  );

  test("is where it is mapped to, by any instance with the address, else at itself", () => {
    expect(realPlace(world, "10.0.0.1", 6443)).toEqual({ host: "127.0.0.1", port: 16443 });
    expect(realPlace(world, "10.0.0.1", 80)).toEqual({ host: "::1", port: 8080 });
    expect(realPlace(world, "10.0.0.1", 22)).toEqual({ host: "10.0.0.1", port: 22 });
    expect(realPlace(world, "10.0.0.2", 6443)).toEqual({ host: "10.0.0.2", port: 6443 });
  });

  test("is dialled from a given source only where both are on loopback and of one family", () => {
    expect(sourceFor({ host: "127.0.0.11", port: 1 }, "127.0.9.9")).toEqual({ localAddress: "127.0.9.9" });
    expect(sourceFor({ host: "192.0.2.1", port: 1 }, "127.0.9.9")).toEqual({});
    expect(sourceFor({ host: "127.0.0.11", port: 1 }, "10.0.0.9")).toEqual({});
    expect(sourceFor({ host: "::1", port: 1 }, "127.0.0.1")).toEqual({});
    expect(sourceFor({ host: "localhost", port: 1 }, "127.0.0.1")).toEqual({});
  });
});
