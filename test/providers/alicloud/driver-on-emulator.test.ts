import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { compile } from "../../../providers/alicloud/compile.ts";
import type { Connection } from "../../../providers/alicloud/connection.ts";
import { driver } from "../../../providers/alicloud/driver.ts";
import { access, emulator } from "../../../providers/alicloud/emulator/index.ts";
import { kinds } from "../../../providers/alicloud/kinds.ts";
import type { Plan } from "../../../src/core/plan.ts";
import type { Spec } from "../../../src/core/spec.ts";
import type { FaultKind, FaultRule } from "../../../src/emulator/fault-plan.ts";
import { type RunningKit, startEmulators } from "../../../src/emulator/start.ts";
import type { CloudEmulator, World } from "../../../src/emulator/types.ts";
import { applyPlan } from "../../../src/plan/apply-plan.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { MASTERS, specWith } from "./spec.ts";

const NAME = "prod-api";

const instance = (id: string, address: string) => ({
  id,
  vpcId: "vpc-1",
  subnetId: "vsw-1",
  zone: "cn-hangzhou-h",
  addresses: [address],
  state: "running" as const,
  ports: {},
});

const WORLD: World = {
  instances: [1, 2, 3, 4].map((n) => instance(`i-m${n}`, `10.0.0.1${n}`)),
  subnets: [
    { id: "vsw-1", vpcId: "vpc-1", zone: "cn-hangzhou-h", cidr: "10.0.0.0/24" },
    { id: "vsw-2", vpcId: "vpc-1", zone: "cn-hangzhou-i", cidr: "10.0.1.0/24" },
  ],
  securityGroups: [],
};

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Cloud {
  readonly kit: RunningKit;
  readonly folder: string;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "slbctl-alicloud-"));
  cleanups.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function cloud(faults: readonly FaultRule[] = [], at?: string): Promise<Cloud> {
  const stateDir = at ?? (await folder());
  const kit = await startEmulators({
    emulators: [emulator as CloudEmulator<unknown>],
    stateDir,
    world: WORLD,
    dataPlane: false,
    faults,
    onDefect: (error) => {
      throw error;
    },
  });
  cleanups.push(() => kit.stop());
  return { kit, folder: stateDir };
}

/** A connection as the command line makes it, but with waits of nothing. */
async function connect({ kit }: Cloud, signal = new AbortController().signal): Promise<Connection> {
  const connection = await driver.connect({
    region: access.region,
    endpoint: kit.endpoints["alicloud"],
    env: access.env,
    signal,
    notice: () => undefined,
  });
  return {
    ...connection,
    tools: { random: () => 0, sleep: () => new Promise((resolve) => setTimeout(resolve, 5)) },
  };
}

async function planFor(
  connection: Connection,
  spec: Spec | undefined,
  more: { adopt?: boolean; replace?: boolean } = {},
) {
  const compiled = spec === undefined ? undefined : compile(spec);
  if (compiled !== undefined && !compiled.ok) throw new Error("does not compile");
  const observed = await driver.observe(connection, { name: NAME });
  const planned = makePlan({
    provider: "alicloud",
    name: NAME,
    region: access.region,
    intent: spec === undefined ? "delete" : "create",
    wishes: compiled?.value.resources ?? [],
    observed,
    kinds,
    adopt: more.adopt ?? false,
    replace: more.replace ?? false,
  });
  if (!planned.ok) throw new Error(planned.error.map(({ code, text }) => `${code}: ${text.en}`).join("; "));
  return planned.value;
}

const carryOut = (connection: Connection, plan: Plan) =>
  applyPlan(plan, {
    execute: (step) => driver.execute(connection, step),
    onStart: () => undefined,
    onDone: () => undefined,
    signal: connection.signal,
  });

async function apply(at: Cloud, spec: Spec | undefined, more: { adopt?: boolean; replace?: boolean } = {}) {
  const connection = await connect(at);
  const report = await carryOut(connection, await planFor(connection, spec, more));
  if (report.failed) throw report.failed.error;
  return report;
}

const steps = async (at: Cloud, spec: Spec | undefined) => (await planFor(await connect(at), spec)).steps;

const calls = ({ kit }: Cloud, from = 0) => kit.log.slice(from).map(({ action }) => action);
const writes = ({ kit }: Cloud, from = 0) =>
  kit.log.slice(from).flatMap(({ action, write }) => (write ? [action] : []));

const CASES: readonly [string, Spec][] = [
  ["the defaults", specWith()],
  ["a TCP check", specWith({ healthCheck: { protocol: "tcp" } })],
  ["a vServer group", specWith({ options: { serverGroup: "vserver" } })],
  [
    "different ports",
    specWith({
      masters: MASTERS.map((master, n) => ({ ...master, port: 6443 + n })),
      healthCheck: { protocol: "tcp" },
    }),
  ],
  ["a public address", specWith({ scheme: "internet-facing", subnets: [] })],
  [
    "everything at once",
    specWith({
      subnets: [{ id: "vsw-1", address: "10.0.0.200" }],
      port: 8443,
      healthCheck: { path: "/readyz", port: 6400, codes: "200-399", healthyThreshold: 3, timeoutSeconds: 9 },
      accessList: { entries: ["10.0.0.0/8", "192.168.0.0/16"] },
      idleTimeoutSeconds: 60,
      drainSeconds: 30,
      deletionProtection: false,
      tags: { team: "infra", empty: "" },
      options: { scheduler: "rr", modificationProtection: true },
    }),
  ],
];

describe("create on the emulator", () => {
  it("takes one read and four writes", async () => {
    const at = await cloud();
    await apply(at, specWith());
    expect(calls(at)).toEqual([
      "DescribeLoadBalancers",
      "CreateLoadBalancer",
      "AddBackendServers",
      "CreateLoadBalancerTCPListener",
      "StartLoadBalancerListener",
    ]);
  });

  it.each(CASES)("observes what it made as what was wished for: %s", async (_name, spec) => {
    const at = await cloud();
    await apply(at, spec);
    const before = at.kit.log.length;
    expect(await steps(at, spec)).toEqual([]);
    expect(writes(at, before)).toEqual([]);
    expect(at.kit.log.map(({ errorCode }) => errorCode).filter((code) => code !== undefined)).toEqual([]);
  });

  it("deletes it all and can make it again", async () => {
    const at = await cloud();
    for (const [, spec] of CASES.slice(0, 3)) {
      await apply(at, spec);
      await apply(at, undefined);
      expect(await steps(at, undefined)).toEqual([]);
    }
    const first = await apply(at, specWith());
    await apply(at, undefined);
    const second = await apply(at, specWith());
    expect(second.outputs.get("load-balancer")?.["id"]).not.toBe(first.outputs.get("load-balancer")?.["id"]);
  });

  it("deletes an access list with the listener that uses it, before the load balancer", async () => {
    const at = await cloud();
    const spec = specWith({ accessList: { entries: ["10.0.0.0/8"] } });
    await apply(at, spec);
    const before = at.kit.log.length;
    await apply(at, undefined);
    expect(writes(at, before)).toEqual([
      "DeleteLoadBalancerListener",
      "DeleteAccessControlList",
      "DeleteLoadBalancer",
    ]);
  });
});

describe("changes on the emulator", () => {
  const changed: readonly [string, Spec, Spec][] = [
    [
      "masters and weights",
      specWith(),
      specWith({
        masters: [
          { ...MASTERS[0], name: "m1", address: "10.0.0.11", weight: 10 },
          { name: "m4", address: "10.0.0.14", instanceId: "i-m4" },
        ],
      }),
    ],
    ["the listener's port", specWith(), specWith({ port: 7443 })],
    ["the health check", specWith(), specWith({ healthCheck: { protocol: "tcp" } })],
    [
      "timeouts, protection and tags",
      specWith(),
      specWith({
        idleTimeoutSeconds: 30,
        drainSeconds: 60,
        tags: { a: "b" },
        options: { modificationProtection: true },
      }),
    ],
    ["into a vServer group", specWith(), specWith({ options: { serverGroup: "vserver" } })],
    ["an access list added", specWith(), specWith({ accessList: { entries: ["10.0.0.0/8"] } })],
    ["an access list removed", specWith({ accessList: { entries: ["10.0.0.0/8"] } }), specWith()],
    [
      "an access list's entries",
      specWith({ accessList: { entries: ["10.0.0.0/8"] } }),
      specWith({ accessList: { type: "deny", entries: ["10.1.0.0/16", "10.2.0.0/16"] } }),
    ],
    [
      "a vServer group's ports",
      specWith({ options: { serverGroup: "vserver" } }),
      specWith({
        options: { serverGroup: "vserver" },
        masters: MASTERS.map((master) => ({ ...master, port: 7443 })),
      }),
    ],
  ];

  it.each(changed)("%s", async (_name, from, to) => {
    const at = await cloud();
    const first = await apply(at, from);
    const second = await apply(at, to);
    expect(second.outputs.get("load-balancer")?.["id"]).toBe(first.outputs.get("load-balancer")?.["id"]);
    expect(await steps(at, to)).toEqual([]);
  });

  it.each([
    ["the vSwitch", specWith(), specWith({ subnets: [{ id: "vsw-2" }] })],
    [
      "the backend port in the default group",
      specWith(),
      specWith({ masters: MASTERS.map((master) => ({ ...master, port: 7443 })) }),
    ],
    ["out of a vServer group", specWith({ options: { serverGroup: "vserver" } }), specWith()],
    ["the scheduler's family", specWith(), specWith({ options: { scheduler: "sch" } })],
  ])("replaces for %s only when told to", async (_name, from, to) => {
    const at = await cloud();
    await apply(at, from);
    await expect(apply(at, to)).rejects.toThrow(/replacement/);
    await apply(at, to, { replace: true });
    expect(await steps(at, to)).toEqual([]);
  });
});

const KINDS: readonly FaultKind[] = [
  "throttle",
  "internal",
  "unavailable",
  "lost-response",
  "cut",
  "malformed",
  "refuse-before",
];

describe("faults on the emulator", () => {
  const spec = specWith({ accessList: { entries: ["10.0.0.0/8"] }, options: { serverGroup: "vserver" } });

  it.each(KINDS)("converges within the run when the first of every action suffers %s", async (kind) => {
    const actions = [
      "DescribeLoadBalancers",
      "CreateLoadBalancer",
      "CreateAccessControlList",
      "AddAccessControlListEntry",
      "CreateVServerGroup",
      "CreateLoadBalancerTCPListener",
      "StartLoadBalancerListener",
    ];
    const at = await cloud(actions.map((action) => ({ kind, action, occurrences: [1, 1] as const })));
    await apply(at, spec);
    expect(at.kit.log.filter(({ fault }) => fault === kind)).toHaveLength(actions.length);
    expect(await steps(at, spec)).toEqual([]);
    expect((await driver.observe(await connect(at), { name: NAME })).resources.map(({ id }) => id)).toEqual([
      "load-balancer",
      "access-list",
      "server-group",
      "listener/6443",
    ]);
  });

  it("converges in the next run after every request at which a run may end", async () => {
    const reference = await cloud();
    await apply(reference, spec);
    const requests = reference.kit.log.length;
    await reference.kit.stop();
    for (let last = 1; last <= requests; last++) {
      const path = await folder();
      // From request `last` on nothing gets an answer any more: done, and nobody knows.
      const dying = await cloud(
        [
          { kind: "lost-response", requests: [last, last] },
          { kind: "refuse-before", requests: [last + 1, Number.POSITIVE_INFINITY] },
        ],
        path,
      );
      await expect(apply(dying, spec)).rejects.toThrow();
      await dying.kit.stop();
      const next = await cloud([], path);
      await apply(next, spec);
      expect(await steps(next, spec)).toEqual([]);
      const ids = (await driver.observe(await connect(next), { name: NAME })).resources.map(({ id }) => id);
      expect(ids).toEqual(["load-balancer", "access-list", "server-group", "listener/6443"]);
      await next.kit.stop();
    }
  });

  it("continues a deletion after every request at which it may end", async () => {
    for (let last = 1; last <= 8; last++) {
      const path = await folder();
      const before = await cloud([], path);
      await apply(before, spec);
      await before.kit.stop();
      const dying = await cloud(
        [
          { kind: "lost-response", requests: [before.kit.log.length + last, before.kit.log.length + last] },
          { kind: "refuse-before", requests: [before.kit.log.length + last + 1, Number.POSITIVE_INFINITY] },
        ],
        path,
      );
      await apply(dying, undefined).catch(() => undefined);
      await dying.kit.stop();
      const next = await cloud([], path);
      await apply(next, undefined);
      expect(await steps(next, undefined)).toEqual([]);
      await next.kit.stop();
    }
  });
});

describe("status on the emulator", () => {
  it("takes three reads in parallel", async () => {
    const at = await cloud();
    await apply(at, specWith());
    const connection = await connect(at);
    const observed = await driver.observe(connection, { name: NAME });
    const before = at.kit.log.length;
    const status = await driver.status(connection, observed);
    expect(calls(at, before).sort()).toEqual([
      "DescribeHealthStatus",
      "DescribeLoadBalancerAttribute",
      "DescribeLoadBalancerListeners",
    ]);
    expect(status.id).toBe(observed.resources[0]?.outputs["id"]);
    expect(status.listeners.map(({ port }) => port)).toEqual([6443]);
    expect(status.backends.map(({ id }) => id).sort()).toEqual(["i-m1", "i-m2", "i-m3"]);
  });

  it("does not plan to delete what is protected", async () => {
    const at = await cloud();
    await apply(at, specWith({ deletionProtection: true }));
    await expect(apply(at, undefined)).rejects.toThrow(/protected: lb-\w+ has deletion protection on/);
    await apply(at, specWith());
    await apply(at, undefined);
    expect(await steps(at, undefined)).toEqual([]);
  });
});
