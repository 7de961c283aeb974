import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Connection } from "../../providers/aws/connection.ts";
import { driver } from "../../providers/aws/driver.ts";
import type { SpecInput } from "../../src/core/spec.ts";
import { apply, planFor } from "../providers/aws/run.ts";
import { specWith } from "../providers/aws/spec.ts";
import { missing, pythonWith } from "../skip.ts";
import { GAPS } from "./aws-moto-gaps.ts";
import { type Account, type Moto, startMoto } from "./moto-server.ts";

const python = pythonWith("moto");
let moto: Moto | undefined;
let account: Account = { vpcId: "", subnets: [], securityGroupId: "" };

beforeAll(async () => {
  if (python !== undefined) moto = await startMoto(python);
}, 60_000);
afterAll(async () => {
  await moto?.stop();
});
beforeEach(async (context) => {
  if (moto === undefined) return context.skip(missing("moto"));
  account = await moto.reset();
});

/** A connection as each command makes it; retries do not wait. */
const connect = (): Promise<Connection> =>
  driver.connect({
    region: moto?.region,
    endpoint: moto?.url,
    env: { AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any", AWS_EC2_METADATA_DISABLED: "true" },
    signal: new AbortController().signal,
    notice: () => undefined,
    retryTools: { sleep: async () => undefined, random: () => 0 },
  });

/** Masters by address in the three default subnets of a new account, 172.31.0.0/20 and so on. */
const specOf = (changes: Partial<SpecInput> = {}) =>
  specWith({
    subnets: [...account.subnets],
    masters: account.subnets.map((_, n) => ({ name: `m${n + 1}`, address: `172.31.${16 * n}.11` })),
    ...changes,
  });

const steps = async (spec: ReturnType<typeof specOf>) =>
  (await planFor(await connect(), spec)).steps.map((step) =>
    [step.action, step.id, ...("changes" in step ? step.changes.map(({ path }) => path) : [])].join(" "),
  );

describe("our adapter against moto, which we did not write", () => {
  test("creates, finds nothing to change, changes, finds nothing, goes back, deletes", async () => {
    const spec = specOf();
    const made = await apply(await connect(), spec);
    expect(made.done.map(({ id }) => id)).toEqual([
      "load-balancer",
      "target-group",
      "targets",
      "listener/6443",
    ]);
    expect(await steps(spec)).toEqual([]);

    const changed = specOf({
      masters: spec.masters.slice(0, 2),
      healthCheck: { path: "/readyz", intervalSeconds: 7, unhealthyThreshold: 3 },
      crossZone: true,
      drainSeconds: 30,
      idleTimeoutSeconds: 600,
      clientAddress: "preserve",
      tags: { team: "platform" },
    });
    expect((await apply(await connect(), changed)).done.map(({ action, id }) => `${action} ${id}`)).toEqual([
      "update load-balancer",
      "update target-group",
      "update targets",
      "update listener/6443",
    ]);
    expect(await steps(changed)).toEqual([]);

    await apply(await connect(), spec);
    // A tag that is no longer wished for stays, as on AWS: slbctl removes none.
    expect(await steps(spec)).toEqual([]);

    const connection = await connect();
    const observed = await driver.observe(connection, { name: spec.name });
    expect(observed.resources.map(({ ownership }) => ownership)).toEqual(["ours", "ours", "ours", "ours"]);
    const status = await driver.status(connection, observed);
    expect(status.phase).toBe("active");
    expect(status.dnsName).toContain("prod-api");
    expect(status.backends.map(({ id }) => id)).toEqual(["172.31.0.11", "172.31.16.11", "172.31.32.11"]);

    const gone = await apply(await connect(), undefined, { name: spec.name });
    expect(gone.done.map(({ id }) => id)).toEqual(["load-balancer", "target-group"]);
    expect(await driver.observe(await connect(), { name: spec.name })).toEqual({ resources: [], gaps: [] });
  });

  test("does not take over what is not tagged, and does with --adopt", async () => {
    const { send } = await connect();
    const Subnets = account.subnets.map(({ id }) => id);
    await send(
      "CreateLoadBalancer",
      { Name: "prod-api", Type: "network", Scheme: "internal", Subnets },
      undefined,
    );
    await expect(planFor(await connect(), specOf())).rejects.toThrow(/not-ours/);
    await apply(await connect(), specOf(), { adopt: true });
    expect(await steps(specOf())).toEqual([]);
  });
});

describe("what moto does otherwise than AWS", () => {
  test("is what the page says, in both languages", () => {
    const rows = (page: string) =>
      readFileSync(new URL(`../../docs/providers/${page}`, import.meta.url), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("| "))
        .slice(1)
        .map((line) => line.split("|")[1]?.trim());
    expect(rows("aws-moto.md")).toEqual(GAPS.map(({ title }) => title));
    expect(rows("aws-moto.zh.md")).toHaveLength(GAPS.length);
  });

  test.each(GAPS)("$title", async ({ holds }) => {
    const { send } = await connect();
    await holds({ send: (action, input) => send(action, input, undefined), ...account });
  });
});
