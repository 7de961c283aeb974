import { describe, expect, it } from "vitest";
import { compile } from "../../../providers/alicloud/compile.ts";
import type { Connection } from "../../../providers/alicloud/connection.ts";
import { createToken } from "../../../providers/alicloud/create-token.ts";
import { driver } from "../../../providers/alicloud/driver.ts";
import { kinds } from "../../../providers/alicloud/kinds.ts";
import type { Plan } from "../../../src/core/plan.ts";
import type { Spec } from "../../../src/core/spec.ts";
import { applyPlan } from "../../../src/plan/apply-plan.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { apiError, FakeCloud } from "./fake-cloud.ts";
import { MASTERS, specWith } from "./spec.ts";

const NAME = "prod-api";

async function planFor(connection: Connection, spec: Spec | undefined, adopt = false): Promise<Plan> {
  const compiled = spec === undefined ? undefined : compile(spec);
  if (compiled !== undefined && !compiled.ok) throw new Error("does not compile");
  const observed = await driver.observe(connection, { name: NAME });
  const planned = makePlan({
    provider: "alicloud",
    name: NAME,
    region: "cn-hangzhou",
    intent: spec === undefined ? "delete" : "create",
    wishes: compiled?.value.resources ?? [],
    observed,
    kinds,
    adopt,
    replace: false,
  });
  if (!planned.ok) throw new Error(planned.error.map(({ code, text }) => `${code}: ${text.en}`).join("; "));
  return planned.value;
}

async function apply(connection: Connection, spec: Spec | undefined, adopt = false) {
  const plan = await planFor(connection, spec, adopt);
  return applyPlan(plan, {
    execute: (step) => driver.execute(connection, step),
    onStart: () => undefined,
    onDone: () => undefined,
    signal: connection.signal,
  });
}

const lost = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

/** A cloud in which `spec` was created without trouble. */
async function made(spec: Spec = specWith()): Promise<FakeCloud> {
  const cloud = new FakeCloud();
  const report = await apply(cloud.connection(), spec);
  expect(report.failed).toBeUndefined();
  cloud.calls.length = 0;
  return cloud;
}

describe("create", () => {
  it("takes one read and four writes, and the second run none", async () => {
    const cloud = new FakeCloud();
    const report = await apply(cloud.connection(), specWith());
    expect(report.failed).toBeUndefined();
    expect(cloud.actions).toEqual([
      "DescribeLoadBalancers",
      "CreateLoadBalancer",
      "AddBackendServers",
      "CreateLoadBalancerTCPListener",
      "StartLoadBalancerListener",
    ]);
    expect(report.outputs.get("load-balancer")).toEqual({ id: "lb-1", address: "10.0.0.100" });
    expect((await planFor(cloud.connection(), specWith())).steps).toEqual([]);
  });

  it("names the region in every call, spells the interval with a small h, and sends every field", async () => {
    const cloud = new FakeCloud();
    await apply(cloud.connection(), specWith());
    expect(cloud.calls.every(({ query }) => query["RegionId"] === "cn-hangzhou")).toBe(true);
    const query = cloud.calls.find(({ action }) => action === "CreateLoadBalancerTCPListener")?.query;
    expect(query).toMatchObject({
      healthCheckInterval: "5",
      HealthCheckType: "http",
      HealthCheckURI: "/healthz",
      HealthCheckHttpCode: "http_2xx",
      HealthCheckConnectPort: "6440",
      EstablishedTimeout: "900",
      Bandwidth: "-1",
      "Tag.2.Key": "slbctl/name",
    });
    expect(query).not.toHaveProperty("HealthCheckInterval");
    const balancer = cloud.calls.find(({ action }) => action === "CreateLoadBalancer")?.query;
    expect(balancer).toMatchObject({
      InstanceChargeType: "PayByCLCU",
      DeleteProtection: "off",
      AddressType: "intranet",
    });
    expect(balancer).not.toHaveProperty("LoadBalancerSpec");
    expect(balancer?.["ClientToken"]).toMatch(/^[\x21-\x7e]{1,64}$/);
  });

  it("makes a vServer group with its servers in one call", async () => {
    const masters = MASTERS.map((master, index) => ({ ...master, port: 6443 + index }));
    const cloud = new FakeCloud();
    const spec = specWith({ masters });
    expect((await apply(cloud.connection(), spec)).failed).toBeUndefined();
    expect(cloud.actions).toHaveLength(5);
    expect((await planFor(cloud.connection(), spec)).steps).toEqual([]);
  });

  it("adds more than twenty masters in batches", async () => {
    const masters = Array.from({ length: 45 }, (_, n) => ({
      name: `m${n}`,
      address: `10.0.1.${n}`,
      instanceId: `i-${n}`,
    }));
    const cloud = await made(specWith({ masters }));
    expect(cloud.balancers.get("lb-1")?.servers.size).toBe(45);
  });
});

describe("a lost answer", () => {
  const WRITES = [
    "CreateLoadBalancer",
    "AddBackendServers",
    "CreateLoadBalancerTCPListener",
    "StartLoadBalancerListener",
  ];

  it.each(WRITES)("of %s is found out within the run", async (action) => {
    const cloud = new FakeCloud();
    cloud.failures.push({ action, when: "after", error: lost() });
    const report = await apply(cloud.connection(), specWith());
    expect(report.failed).toBeUndefined();
    expect(cloud.balancers.size).toBe(1);
    expect((await planFor(cloud.connection(), specWith())).steps).toEqual([]);
  });

  it("of CreateVServerGroup makes no second group", async () => {
    const spec = specWith({ options: { serverGroup: "vserver" } });
    const cloud = new FakeCloud();
    cloud.failures.push({ action: "CreateVServerGroup", when: "after", error: new SyntaxError("cut") });
    expect((await apply(cloud.connection(), spec)).failed).toBeUndefined();
    expect(cloud.balancers.get("lb-1")?.groups.size).toBe(1);
  });

  it.each(WRITES)("of %s followed by the end of the process is found by the next run", async (action) => {
    const cloud = new FakeCloud();
    const stop = new AbortController();
    // The process ends with this answer: it neither repeats the call nor looks.
    const connection = cloud.connection(stop.signal);
    cloud.failures.push({ action, when: "after", error: lost() });
    const { call } = connection.transport;
    const dying = {
      ...connection,
      transport: {
        endpoint: "fake",
        call: async (name: string, query: Readonly<Record<string, string>>) => {
          if (name === action) stop.abort();
          return call(name, query);
        },
      },
    };
    const report = await apply(dying, specWith());
    expect(report.failed ?? report.interrupted).toBeTruthy();
    const again = await apply({ ...cloud.connection(), nonce: "another-process" }, specWith());
    expect(again.failed).toBeUndefined();
    expect(cloud.balancers.size).toBe(1);
    expect((await planFor(cloud.connection(), specWith())).steps).toEqual([]);
  });

  it("of a delete is a success", async () => {
    const cloud = await made();
    cloud.failures.push({ action: "DeleteLoadBalancer", when: "after", error: lost() });
    expect((await apply(cloud.connection(), undefined)).failed).toBeUndefined();
    expect(cloud.balancers.size).toBe(0);
  });
});

describe("refusals by the cloud", () => {
  it("waits while the load balancer is configuring", async () => {
    const cloud = new FakeCloud();
    for (let n = 0; n < 3; n++)
      cloud.failures.push({
        action: "AddBackendServers",
        when: "before",
        error: apiError("ServiceIsConfiguring"),
      });
    expect((await apply(cloud.connection(), specWith())).failed).toBeUndefined();
    expect(cloud.actions.filter((action) => action === "AddBackendServers")).toHaveLength(4);
  });

  it("gives up on what will not change, with code and action", async () => {
    const cloud = new FakeCloud();
    cloud.failures.push({
      action: "CreateLoadBalancer",
      when: "before",
      error: apiError("NoPermission", 403),
    });
    const report = await apply(cloud.connection(), specWith());
    expect(report.failed?.error).toMatchObject({ code: "provider-permission", wireCode: "NoPermission" });
    expect(report.failed?.error.hint?.en).toContain("slb:CreateLoadBalancer");
    expect(cloud.balancers.size).toBe(0);
  });

  it("makes a denied read a gap, on which planning refuses", async () => {
    const cloud = await made();
    cloud.failures.push({
      action: "DescribeLoadBalancerListeners",
      when: "before",
      error: apiError("Forbidden.RAM", 403),
    });
    const observed = await driver.observe(cloud.connection(), { name: NAME });
    expect(observed.gaps.map(({ kind }) => kind)).toEqual(["listener"]);
    cloud.failures.push({
      action: "DescribeLoadBalancers",
      when: "before",
      error: apiError("Forbidden.RAM", 403),
    });
    await expect(planFor(cloud.connection(), specWith())).rejects.toThrow(/unreadable/);
  });

  it("tells that deletion protection was switched on since the plan was made, and leaves everything", async () => {
    const cloud = await made();
    const plan = await planFor(cloud.connection(), undefined);
    await apply(cloud.connection(), specWith({ deletionProtection: true }));
    const connection = cloud.connection();
    const report = await applyPlan(plan, {
      execute: (step) => driver.execute(connection, step),
      onStart: () => undefined,
      onDone: () => undefined,
      signal: connection.signal,
    });
    expect(report.failed?.error).toMatchObject({ code: "provider-conflict" });
    expect(report.failed?.error.hint?.zh).toContain("deletionProtection: false");
    expect(cloud.balancers.size).toBe(1);
  });
});

describe("ownership", () => {
  const stranger = (cloud: FakeCloud, tags: Record<string, string>, name = NAME) =>
    cloud.make(
      {
        LoadBalancerName: name,
        AddressType: "intranet",
        InstanceChargeType: "PayByCLCU",
        VSwitchId: "vsw-1",
        VpcId: "vpc-1",
      },
      tags,
    );

  it.each([
    ["kubernetes.do.not.delete", "service-uid"],
    ["kubernetes.reused.by.user", "true"],
    ["ack.aliyun.com", "c-1"],
    ["slbctl/name", "other"],
  ])("never touches one that carries %s", async (key, value) => {
    const cloud = new FakeCloud();
    stranger(cloud, { [key]: value });
    await expect(planFor(cloud.connection(), specWith(), true)).rejects.toThrow(/foreign/);
    expect(cloud.actions).toEqual(["DescribeLoadBalancers"]);
  });

  it("asks before it takes over one of the same name, then tags it", async () => {
    const cloud = new FakeCloud();
    stranger(cloud, { team: "infra" });
    await expect(planFor(cloud.connection(), specWith())).rejects.toThrow(/not-ours/);
    expect((await apply(cloud.connection(), specWith(), true)).failed).toBeUndefined();
    expect(cloud.balancers.size).toBe(1);
    expect(cloud.balancers.get("lb-1")?.tags).toEqual({ team: "infra", "slbctl/name": NAME });
    expect((await planFor(cloud.connection(), specWith())).steps).toEqual([]);
  });

  it("does not look at what only resembles the name", async () => {
    const cloud = new FakeCloud();
    stranger(cloud, {}, "prod-api-2");
    expect((await planFor(cloud.connection(), specWith())).steps[0]).toMatchObject({ action: "create" });
  });

  it("refuses to guess between two that carry its tag", async () => {
    const cloud = await made();
    stranger(cloud, { "slbctl/name": NAME });
    await expect(driver.observe(cloud.connection(), { name: NAME })).rejects.toThrow(/lb-1, lb-2/);
  });

  it("finds ours on the second page", async () => {
    const cloud = new FakeCloud();
    for (let n = 0; n < 150; n++) stranger(cloud, {}, `other-${n}`);
    expect((await apply(cloud.connection(), specWith())).failed).toBeUndefined();
    expect((await planFor(cloud.connection(), specWith())).steps).toEqual([]);
  });

  it("leaves a listener that somebody else made on our load balancer alone", async () => {
    const cloud = await made();
    cloud.handle("CreateLoadBalancerTCPListener", { LoadBalancerId: "lb-1", ListenerPort: "80" });
    expect((await planFor(cloud.connection(), specWith())).steps).toEqual([]);
    const report = await apply(cloud.connection(), specWith({ port: 80 }));
    expect(report.failed?.error.text.en).toMatch(/port 80 that slbctl did not make/);
  });
});

describe("changes", () => {
  it("changes each thing by its own call, and nothing else", async () => {
    const cloud = await made();
    const spec = specWith({
      deletionProtection: true,
      tags: { team: "infra" },
      masters: [
        { ...MASTERS[0], name: "m1", address: "10.0.0.11", weight: 50 },
        { name: "m4", address: "10.0.0.14", instanceId: "i-m4" },
      ],
      idleTimeoutSeconds: 600,
    });
    expect((await apply(cloud.connection(), spec)).failed).toBeUndefined();
    const writes = cloud.actions.filter((action) => !action.startsWith("Describe"));
    expect(writes).toEqual([
      "TagResources",
      "SetLoadBalancerDeleteProtection",
      "AddBackendServers",
      "SetBackendServers",
      "RemoveBackendServers",
      "SetLoadBalancerTCPListenerAttribute",
    ]);
    expect([...(cloud.balancers.get("lb-1")?.servers.keys() ?? [])]).toEqual(["i-m1", "i-m4"]);
    expect((await planFor(cloud.connection(), spec)).steps).toEqual([]);
  });

  it("starts a listener that was stopped, and only that", async () => {
    const cloud = await made();
    const listener = cloud.balancers.get("lb-1")?.listeners.get(6443);
    if (listener) listener.status = "stopped";
    expect((await apply(cloud.connection(), specWith())).failed).toBeUndefined();
    expect(cloud.actions.filter((action) => !action.startsWith("Describe"))).toEqual([
      "StartLoadBalancerListener",
    ]);
  });

  it("calls what CLB cannot change a replacement", async () => {
    const cloud = await made();
    await expect(planFor(cloud.connection(), specWith({ subnets: [{ id: "vsw-2" }] }))).rejects.toThrow(
      /load-balancer must be replaced: vSwitchId/,
    );
    const masters = MASTERS.map((master) => ({ ...master, port: 7443 }));
    await expect(planFor(cloud.connection(), specWith({ masters }))).rejects.toThrow(
      /listener\/6443 must be replaced: backendServerPort/,
    );
  });

  it("refuses a locked load balancer", async () => {
    const cloud = await made();
    Object.assign(cloud.balancers.get("lb-1")?.fields ?? {}, { LoadBalancerStatus: "locked" });
    const report = await apply(cloud.connection(), specWith());
    expect(report.failed?.error.text.en).toMatch(/locked/);
  });
});

describe("status", () => {
  it("reads three things at once and says what a failed check means for an API server", async () => {
    const cloud = await made(specWith({ masters: MASTERS.slice(0, 2) }));
    const observed = await driver.observe(cloud.connection(), { name: NAME });
    cloud.calls.length = 0;
    const status = await driver.status(cloud.connection(), observed);
    expect([...cloud.actions].sort()).toEqual([
      "DescribeHealthStatus",
      "DescribeLoadBalancerAttribute",
      "DescribeLoadBalancerListeners",
    ]);
    expect(status).toMatchObject({
      phase: "active",
      id: "lb-1",
      addresses: ["10.0.0.100"],
      listeners: [{ port: 6443, running: true, state: "running" }],
    });
    expect(status.backends).toMatchObject([
      { id: "i-m1", state: "healthy", reason: "normal", meaning: undefined },
      { id: "i-m2", state: "unhealthy", reason: "abnormal" },
    ]);
    expect(status.backends[1]?.meaning?.en).toMatch(/\/healthz on port 6440.*100\.64\.0\.0\/10/);
  });

  it("is absent without a call when nothing was observed", async () => {
    const cloud = new FakeCloud();
    expect((await driver.status(cloud.connection(), { resources: [], gaps: [] })).phase).toBe("absent");
    expect(cloud.calls).toEqual([]);
  });
});

describe("interruption", () => {
  it("begins no call and cuts waits short", async () => {
    const cloud = new FakeCloud();
    const stop = new AbortController();
    stop.abort();
    await expect(driver.observe(cloud.connection(stop.signal), { name: NAME })).rejects.toMatchObject({
      code: "interrupted",
    });
    expect(cloud.calls).toEqual([]);
  });
});

describe("the ClientToken", () => {
  const request = { LoadBalancerName: "a", Tag: [{ Key: "k", Value: "v" }] };

  it("is the same for one wish in one process, and differs for another wish, region or process", () => {
    const token = createToken("r", "nonce-1", request);
    expect(createToken("r", "nonce-1", { ...request })).toBe(token);
    const others = [
      createToken("r", "nonce-2", request),
      createToken("q", "nonce-1", request),
      createToken("r", "nonce-1", { ...request, LoadBalancerName: "b" }),
    ];
    expect(new Set([token, ...others]).size).toBe(4);
    expect(token.length).toBeLessThanOrEqual(64);
  });

  it("gives a new load balancer after a deletion", async () => {
    const cloud = await made();
    await apply(cloud.connection(), undefined);
    const report = await apply({ ...cloud.connection(), nonce: "later" }, specWith());
    expect(report.outputs.get("load-balancer")?.["id"]).toBe("lb-2");
  });
});
