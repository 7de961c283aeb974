import { Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { pathText } from "../../src/core/path-text.ts";
import { specSchema } from "../../src/core/spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { schemaAt } from "../../src/spec/schema-walk.ts";
import { flagName, specFlags } from "../../src/spec/spec-flags.ts";
import { specFromFlags } from "../../src/spec/spec-from-flags.ts";

/** Options exactly as commander makes them from a command line. */
function parsed(line: readonly string[]): Record<string, unknown> {
  const command = new Command().exitOverride();
  for (const { flags, repeatable, text } of specFlags) {
    const option = new Option(flags, text.en);
    if (repeatable)
      option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
    command.addOption(option);
  }
  return command.parse(line, { from: "user" }).opts();
}

const LINE = [
  ...["--name", "prod-api", "--provider", "aws", "--region", "eu-central-1", "--scheme", "internet-facing"],
  ...[
    "--vpc",
    "vpc-1",
    "--subnet",
    "subnet-1,zone=a,address=10.0.0.5",
    "--subnet",
    "subnet-2",
    "--port",
    "443",
  ],
  ...["--control-plane-endpoint", "api.example.com:443"],
  ...["--master", "m1=10.0.0.11,instance=i-1,port=7443,weight=50,zone=a", "--master", "m2=fd00::12"],
  ...[
    "--health-protocol",
    "http",
    "--health-path",
    "/readyz",
    "--health-port",
    "6440",
    "--health-interval",
    "10",
  ],
  ...[
    "--health-timeout",
    "4",
    "--healthy-threshold",
    "3",
    "--unhealthy-threshold",
    "4",
    "--health-codes",
    "200,204",
  ],
  ...["--client-address", "replace", "--security-group", "sg-1,sg-2", "--security-group", "sg-3"],
  ...["--no-cross-zone", "--deny", "10.9.0.0/16", "--deny", "10.8.0.0/16,10.7.0.0/16"],
  ...[
    "--idle-timeout",
    "600",
    "--drain",
    "0",
    "--deletion-protection",
    "--tag",
    "team=a=b",
    "--tag",
    "empty=",
  ],
  ...["--kubernetes-version", "1.30", "--no-anonymous-auth"],
  ...[
    "--option",
    "scheduler=wrr",
    "--option",
    "deep.port=6440",
    "--option",
    "deep.on=true",
    "--option",
    "text=012",
  ],
];

const SAME_AS_FILE = {
  apiVersion: "slbctl/v1",
  kind: "LoadBalancer",
  name: "prod-api",
  provider: "aws",
  region: "eu-central-1",
  scheme: "internet-facing",
  vpcId: "vpc-1",
  subnets: [{ id: "subnet-1", zone: "a", address: "10.0.0.5" }, { id: "subnet-2" }],
  port: 443,
  controlPlaneEndpoint: "api.example.com:443",
  masters: [
    { name: "m1", address: "10.0.0.11", instanceId: "i-1", port: 7443, weight: 50, zone: "a" },
    { name: "m2", address: "fd00::12" },
  ],
  healthCheck: {
    protocol: "http",
    path: "/readyz",
    port: 6440,
    intervalSeconds: 10,
    timeoutSeconds: 4,
    healthyThreshold: 3,
    unhealthyThreshold: 4,
    codes: "200,204",
  },
  clientAddress: "replace",
  securityGroups: ["sg-1", "sg-2", "sg-3"],
  crossZone: false,
  accessList: { type: "deny", entries: ["10.9.0.0/16", "10.8.0.0/16", "10.7.0.0/16"] },
  idleTimeoutSeconds: 600,
  drainSeconds: 0,
  deletionProtection: true,
  tags: { team: "a=b", empty: "" },
  kubernetes: { version: "1.30", anonymousAuth: false },
  options: { scheduler: "wrr", deep: { port: 6440, on: true }, text: "012" },
};

const FILE = {
  name: "spec.yaml",
  content: `apiVersion: slbctl/v1
kind: LoadBalancer
name: prod-api
provider: aws
crossZone: false
deletionProtection: true
tags: { team: a, stage: x }
healthCheck: { path: /readyz, intervalSeconds: 7 }
masters:
  - { name: m1, address: 10.0.0.11 }
  - { name: m2, address: 10.0.0.12 }
`,
};

async function spec(line: readonly string[], file?: typeof FILE) {
  const result = await specFromFlags(parsed(line), file);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.spec;
}

async function problems(line: readonly string[], file?: typeof FILE) {
  const result = await specFromFlags(parsed(line), file);
  return (result.ok ? [] : result.error).map(({ at, path, found, text }) => [
    at.kind === "flag" ? at.flag : `${at.line}:${at.column}`,
    pathText(path),
    found,
    text.en,
  ]);
}

describe("specFromFlags", () => {
  it("makes of every flag the spec that a file makes", async () => {
    const file = await parseSpec(stringify(SAME_AS_FILE), "spec.yaml");
    expect(await spec(LINE)).toEqual(file.ok && file.value.spec);
  });

  it("uses every flag in that test", () => {
    const used = new Set(LINE.filter((word) => word.startsWith("--")));
    const twins = ["--cross-zone", "--no-deletion-protection", "--anonymous-auth", "--allow"];
    const missed = specFlags.map(flagName).filter((name) => !used.has(name) && !twins.includes(name));
    expect(missed).toEqual([]);
  });

  it("overrides a file, field by field", async () => {
    const { ok: _ok, ...rest } = { ok: true, ...(await spec(["--port", "443", "--cross-zone"], FILE)) };
    const plain = await spec([], FILE);
    expect(rest).toEqual({ ...plain, port: 443, crossZone: true });
    expect((await spec(["--health-interval", "9"], FILE)).healthCheck).toEqual({
      ...plain.healthCheck,
      intervalSeconds: 9,
    });
    expect((await spec(["--no-deletion-protection"], FILE)).deletionProtection).toBe(false);
  });

  it("replaces lists, but adds to tags", async () => {
    expect((await spec(["--master", "m9=10.0.0.19"], FILE)).masters.map(({ name }) => name)).toEqual(["m9"]);
    expect((await spec(["--tag", "team=b", "--tag", "new=y"], FILE)).tags).toEqual({
      team: "b",
      stage: "x",
      new: "y",
    });
  });

  it("leaves a file alone that no flag touches", async () => {
    const file = await parseSpec(FILE.content, FILE.name);
    expect(await spec([], FILE)).toEqual(file.ok && file.value.spec);
  });

  it("names the flag that is at fault", async () => {
    const line = [
      ...["--name", "Prod", "--provider", "aws", "--port", "65536", "--health-port", "http"],
      ...["--master", "m1=10.0.0.11", "--master", "m2=10.0.0.300,port=x"],
    ];
    expect(await problems(line)).toEqual([
      ["--name", "name", '"Prod"', "not in the required form"],
      ["--port", "port", "65536", "too large"],
      ["--master", "masters[1].address", '"10.0.0.300"', "not in the required form"],
      ["--master", "masters[1].port", '"x"', "this is a text, not a number"],
      ["--health-port", "healthCheck.port", '"http"', "this is a text, not a number"],
    ]);
  });

  it("names the flags that are missing", async () => {
    expect(await problems([])).toEqual([
      ["--name", "name", undefined, "this field is missing"],
      ["--provider", "provider", undefined, "this field is missing"],
      ["--master", "masters", undefined, "this field is missing"],
    ]);
  });

  it("tells the flag and the file apart", async () => {
    const broken = { ...FILE, content: FILE.content.replace("10.0.0.12", "10.0.0.999") };
    expect(await problems(["--port", "0"], broken)).toEqual([
      ["--port", "port", "0", "too small"],
      ["11:26", "masters[1].address", '"10.0.0.999"', "not in the required form"],
    ]);
  });

  it.each([
    [["--master", "10.0.0.11"], "--master", "10.0.0.11", "a name and an address are needed"],
    [
      ["--master", "m1=10.0.0.11,wieght=3"],
      "--master",
      "wieght=3",
      'unknown part "wieght"; did you mean weight?',
    ],
    [["--master", "m1=10.0.0.11,port"], "--master", "port", "no value"],
    [["--master", "m1=10.0.0.11,port=1,port=2"], "--master", "port=2", '"port" stands twice'],
    [["--subnet", "a,zoen=b"], "--subnet", "zoen=b", 'unknown part "zoen"; did you mean zone?'],
    [["--tag", "team"], "--tag", "team", "no name before `=`"],
    [["--option", "a=1", "--option", "a.b=2"], "--option", "a.b=2", '"a" already has a value'],
    [
      ["--allow", "10.0.0.0/8", "--deny", "10.1.0.0/16"],
      "--deny",
      undefined,
      "--allow and --deny exclude each other",
    ],
  ])("refuses %j", async (line, flag, found, text) => {
    expect(await problems(line, FILE)).toEqual([[flag, expect.any(String), found, text]]);
  });

  it("cannot be led to pollute prototypes", async () => {
    await specFromFlags(parsed(["--option", "__proto__.polluted=1", "--tag", "__proto__=x"]), FILE);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("specFlags", () => {
  it.each(specFlags.map((flag) => [flagName(flag), flag] as const))(
    "%s sets a field that exists",
    (_name, flag) => {
      expect(schemaAt(specSchema, flag.path)).toBeDefined();
      expect(flag.text.zh).toMatch(/[\u4e00-\u9fff]|alicloud|VPC ID/);
      // Commander splits at commas, bars and spaces, and takes brackets for an optional value.
      expect(flag.flags).toMatch(/^--[a-z-]+( <[a-z=:-]+>)?$/);
    },
  );

  it("offers the choices of the schema", async () => {
    for (const { choices, path } of specFlags)
      if (choices !== undefined)
        expect((schemaAt(specSchema, path) as unknown as { options: string[] }).options).toEqual(choices);
  });
});
