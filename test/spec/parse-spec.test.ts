import { describe, expect, it } from "vitest";
import { pathText } from "../../src/core/path-text.ts";
import { locateIssues } from "../../src/spec/locate-issues.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { BROKEN_SPECS } from "./broken-specs.ts";

const VALID = `apiVersion: slbctl/v1
kind: LoadBalancer
name: prod-api
provider: aws
masters:
  - name: m1
    address: 10.0.0.11
`;

describe("parseSpec", () => {
  it("fills in every default", async () => {
    const parsed = await parseSpec(VALID, "spec.yaml");
    expect(parsed.ok && parsed.value.spec).toEqual({
      apiVersion: "slbctl/v1",
      kind: "LoadBalancer",
      name: "prod-api",
      provider: "aws",
      scheme: "internal",
      subnets: [],
      port: 6443,
      masters: [{ name: "m1", address: "10.0.0.11", port: 6443, weight: 100 }],
      healthCheck: {
        protocol: "https",
        path: "/healthz",
        intervalSeconds: 5,
        timeoutSeconds: 3,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
        codes: "200-299",
      },
      clientAddress: "auto",
      securityGroups: [],
      deletionProtection: false,
      tags: {},
      kubernetes: { anonymousAuth: true },
      options: {},
    });
  });

  it("brings addresses into their one spelling", async () => {
    const parsed = await parseSpec(VALID.replace("10.0.0.11", '"FD00:0:0::0011"'), "spec.yaml");
    expect(parsed.ok && parsed.value.spec.masters[0]?.address).toBe("fd00::11");
  });

  it("takes a JSON file with a $schema for editors", async () => {
    const json = { $schema: "../schemas/spec.schema.json", apiVersion: "slbctl/v1", kind: "LoadBalancer" };
    const rest = { name: "a", provider: "aws", masters: [{ name: "m1", address: "10.0.0.1" }] };
    const parsed = await parseSpec(JSON.stringify({ ...json, ...rest }), "spec.json");
    expect(parsed.ok).toBe(true);
  });

  it.each(BROKEN_SPECS)("finds $name", async ({ text, problems }) => {
    const parsed = await parseSpec(text, "spec.yaml");
    const found = parsed.ok ? [] : parsed.error;
    expect(
      found.map(({ at, path, found: value }, index) => ({
        ...(at.kind === "file" ? { line: at.line, column: at.column } : {}),
        path: pathText(path),
        ...(problems[index]?.found === undefined ? {} : { found: value }),
      })),
    ).toEqual(problems.map(({ says: _says, ...place }) => place));
    for (const [index, { says }] of problems.entries()) expect(found[index]?.text.en).toContain(says);
  });

  it.each(BROKEN_SPECS)("says it in Chinese too: $name", async ({ text }) => {
    const parsed = await parseSpec(text, "spec.yaml");
    for (const problem of parsed.ok ? [] : parsed.error) {
      expect(problem.text.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(problem.text.en).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe("locate", () => {
  it("finds values, keys, and places for what is missing", async () => {
    const parsed = await parseSpec(VALID, "spec.yaml");
    if (!parsed.ok) throw new Error("the spec is valid");
    const at = (path: (string | number)[], key = false) => {
      const place = parsed.value.locate(path, key);
      return place.kind === "file" ? [place.line, place.column, place.length] : [];
    };
    expect(at(["masters", 0, "address"])).toEqual([7, 14, 9]);
    expect(at(["masters", 0, "address"], true)).toEqual([7, 5, 7]);
    expect(at(["masters", 0, "instanceId"])).toEqual([6, 5, 4]);
    expect(at(["healthCheck", "port"])).toEqual([1, 1, 10]);
  });

  it("orders issues of a provider by where they stand", async () => {
    const parsed = await parseSpec(VALID, "spec.yaml");
    if (!parsed.ok) throw new Error("the spec is valid");
    const text = { en: "no", zh: "否" };
    const issues = [["masters", 0, "name"], ["name"]].map((path) => ({
      path,
      found: undefined,
      text,
      expected: text,
    }));
    const lines = locateIssues(issues, parsed.value).map(({ at }) => at.kind === "file" && at.line);
    expect(lines).toEqual([3, 6]);
  });
});

describe("secrets", () => {
  it("are shown neither as values nor in the lines around a problem", async () => {
    const text = `${VALID}options: [1]\naccessKeySecret: hunter2hunter2\nregion: { password: hunter2hunter2 }\nvpcId: [LTAI5tSecretSecretSecret]\n`;
    const parsed = await parseSpec(text, "spec.yaml");
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toMatch(/hunter2|SecretSecret/);
  });
});

describe("bytes", () => {
  const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);
  const first = async (input: Uint8Array) => {
    const parsed = await parseSpec(input, "spec.yaml");
    const [problem] = parsed.ok ? [] : parsed.error;
    return problem?.at.kind === "file"
      ? { line: problem.at.line, column: problem.at.column, found: problem.found, says: problem.text.en }
      : undefined;
  };

  it("reads UTF-8 with and without a byte order mark", async () => {
    expect((await parseSpec(bytes(VALID, "utf8"), "a")).ok).toBe(true);
    expect((await parseSpec(bytes(`\ufeff${VALID}`, "utf8"), "a")).ok).toBe(true);
  });

  it("names UTF-16, which PowerShell writes", async () => {
    expect(await first(bytes(`\ufeff${VALID}`, "utf16le"))).toMatchObject({
      line: 1,
      column: 1,
      found: "UTF-16",
    });
  });

  it.each([
    ["Latin-1", Buffer.concat([bytes("name: é", "latin1"), bytes("\n", "latin1")]), 7, "0xe9"],
    ["a cut sequence", Buffer.concat([bytes("名: ", "utf8"), Buffer.from([0xe4, 0xb8])]), 4, "0xe4"],
    ["an overlong form", Buffer.from([0x61, 0xc0, 0xaf]), 2, "0xc0"],
  ])("finds the byte that is not UTF-8: %s", async (_name, input, column, found) => {
    expect(await first(input)).toEqual({ line: 1, column, found, says: "this byte is not UTF-8" });
  });

  it("refuses 10 MB without parsing them", async () => {
    const started = performance.now();
    expect(await first(Buffer.alloc(10_000_000, "a: 1\n"))).toMatchObject({ found: "10000000 bytes" });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
