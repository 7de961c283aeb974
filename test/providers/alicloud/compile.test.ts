import { describe, expect, it } from "vitest";
import { compile } from "../../../providers/alicloud/compile.ts";
import { kinds } from "../../../providers/alicloud/kinds.ts";
import { stableJson } from "../../../src/core/json.ts";
import type { Resource } from "../../../src/core/resource.ts";
import type { Spec, SpecInput } from "../../../src/core/spec.ts";
import { MASTERS, specWith } from "./spec.ts";

const resourcesOf = (spec: Spec): Readonly<Record<string, Resource["props"]>> => {
  const compiled = compile(spec);
  if (!compiled.ok) throw new Error(stableJson(compiled.error));
  return Object.fromEntries(compiled.value.resources.map(({ id, props }) => [id, props]));
};

const issuesOf = (spec: Spec) => {
  const compiled = compile(spec);
  return compiled.ok ? [] : compiled.error;
};

const LB = { $ref: "load-balancer", output: "id" };

describe("compile", () => {
  it("fills in every default of CLB", () => {
    expect(resourcesOf(specWith())).toEqual({
      "load-balancer": {
        name: "prod-api",
        addressType: "intranet",
        ipVersion: "ipv4",
        chargeType: "PayByCLCU",
        vSwitchId: "vsw-1",
        vpcId: "vpc-1",
        deleteProtection: "off",
        modificationProtection: "NonProtection",
        status: "active",
        tags: { "slbctl/name": "prod-api" },
      },
      backends: {
        loadBalancerId: LB,
        servers: {
          "i-m1": { weight: 100, description: "m1" },
          "i-m2": { weight: 100, description: "m2" },
          "i-m3": { weight: 100, description: "m3" },
        },
      },
      "listener/6443": {
        loadBalancerId: LB,
        protocol: "tcp",
        port: 6443,
        backendServerPort: 6443,
        scheduling: "round-robin",
        scheduler: "wrr",
        bandwidthMbps: -1,
        persistenceTimeoutSeconds: 0,
        establishedTimeoutSeconds: 900,
        connectionDrainSeconds: 0,
        proxyProtocolV2: false,
        acl: { type: "off", id: null },
        healthCheck: {
          switch: "on",
          type: "http",
          connectPort: 6440,
          uri: "/healthz",
          httpCode: "http_2xx",
          connectTimeoutSeconds: 3,
          intervalSeconds: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
        status: "running",
        tags: { "slbctl/health-check": "shim", "slbctl/name": "prod-api" },
      },
    });
  });

  it("gives equal output for equal input, whatever the order of keys", () => {
    const spec = specWith({ tags: { a: "1", b: "2" } });
    const turned = Object.fromEntries(Object.entries(spec).reverse()) as Spec;
    expect(stableJson(compile(turned))).toBe(stableJson(compile(spec)));
  });

  it("names only kinds that are described", () => {
    const spec = specWith({ accessList: { entries: ["10.0.0.0/8"] }, options: { serverGroup: "vserver" } });
    const compiled = compile(spec);
    const used = compiled.ok ? compiled.value.resources.map(({ kind }) => kind) : [];
    expect(used).toEqual(["load-balancer", "access-list", "server-group", "listener"]);
    expect(Object.keys(kinds)).toEqual(expect.arrayContaining(used));
  });

  it("takes a vServer group when the masters' ports differ, and probes each on its own port", () => {
    const masters = MASTERS.map((master, index) => ({ ...master, port: 6443 + index }));
    const resources = resourcesOf(specWith({ masters, healthCheck: { protocol: "tcp" } }));
    expect(resources["server-group"]).toMatchObject({
      name: "slbctl-prod-api",
      servers: { "i-m1:6443": { weight: 100 }, "i-m2:6444": {}, "i-m3:6445": {} },
      tags: { "slbctl/name": "prod-api" },
    });
    expect(resources["listener/6443"]).toMatchObject({
      vServerGroupId: { $ref: "server-group", output: "id" },
      healthCheck: { type: "tcp", connectPort: null },
    });
    expect(resources["listener/6443"]).not.toHaveProperty("backendServerPort");
  });

  it("translates everything else that a spec can say", () => {
    const resources = resourcesOf(
      specWith({
        port: 8443,
        subnets: [{ id: "vsw-1", address: "10.0.0.100" }],
        masters: MASTERS.map((master, index) => ({ ...master, weight: index * 50 })),
        healthCheck: { path: "/readyz", port: 6400, codes: "300-399,200-299", intervalSeconds: 7 },
        accessList: { type: "deny", entries: ["10.1.2.3/8", "192.168.0.0/16"] },
        idleTimeoutSeconds: 60,
        drainSeconds: 30,
        deletionProtection: true,
        tags: { team: "infra" },
        options: {
          masterZone: "cn-hangzhou-h",
          slaveZone: "cn-hangzhou-i",
          resourceGroupId: "rg-1",
          modificationProtection: true,
        },
      }),
    );
    expect(resources["load-balancer"]).toMatchObject({
      address: "10.0.0.100",
      masterZoneId: "cn-hangzhou-h",
      slaveZoneId: "cn-hangzhou-i",
      resourceGroupId: "rg-1",
      deleteProtection: "on",
      modificationProtection: "ConsoleProtection",
      tags: { team: "infra", "slbctl/name": "prod-api", "slbctl/access-list": "slbctl-prod-api" },
    });
    expect(resources["access-list"]).toMatchObject({
      name: "slbctl-prod-api",
      entries: { "10.0.0.0/8": "", "192.168.0.0/16": "" },
    });
    expect(resources["backends"]).toMatchObject({
      servers: { "i-m1": { weight: 0 }, "i-m2": { weight: 50 }, "i-m3": { weight: 100 } },
    });
    expect(resources["listener/8443"]).toMatchObject({
      backendServerPort: 6443,
      establishedTimeoutSeconds: 60,
      connectionDrainSeconds: 30,
      acl: { type: "black", id: { $ref: "access-list", output: "id" } },
      healthCheck: { uri: "/readyz", connectPort: 6400, httpCode: "http_2xx,http_3xx", intervalSeconds: 7 },
    });
  });

  it("makes an internet-facing one without a vSwitch", () => {
    const props = resourcesOf(specWith({ scheme: "internet-facing", subnets: [] }))["load-balancer"];
    expect(props).toMatchObject({ addressType: "internet" });
    expect(props).not.toHaveProperty("vSwitchId");
  });
});

/** What is refused, where, and a word of the reason. */
const REFUSED: readonly [string, Partial<SpecInput>, string, RegExp][] = [
  [
    "replacing the client's address",
    { clientAddress: "replace" },
    "clientAddress",
    /always keeps the client/,
  ],
  ["security groups", { securityGroups: ["sg-1"] }, "securityGroups", /no security groups/],
  ["cross-zone off", { crossZone: false }, "crossZone", /all zones/],
  ["no subnet", { subnets: [] }, "subnets", /needs a vSwitch/],
  ["two subnets", { subnets: [{ id: "a" }, { id: "b" }] }, "subnets", /one address in one vSwitch/],
  ["a public one in a vSwitch", { scheme: "internet-facing" }, "subnets", /public address/],
  ["an IPv6 address", { subnets: [{ id: "a", address: "fd00::1" }] }, "subnets.0.address", /IPv4 only/],
  [
    "a master without instance",
    { masters: [{ name: "m1", address: "10.0.0.1" }] },
    "masters.0.instanceId",
    /no instanceId/,
  ],
  [
    "an id that is none",
    { masters: [{ name: "m1", address: "10.0.0.1", instanceId: "eni-1" }] },
    "masters.0.instanceId",
    /no ECS instance id/,
  ],
  [
    "one instance twice",
    {
      masters: [
        { name: "m1", address: "10.0.0.1", instanceId: "i-1" },
        { name: "m2", address: "10.0.0.2", instanceId: "i-1" },
      ],
    },
    "masters.1.instanceId",
    /m1 and m2 are the same instance/,
  ],
  [
    "an IPv6 master",
    { masters: [{ name: "m1", address: "fd00::1", instanceId: "i-1" }] },
    "masters.0.address",
    /primary private IPv4/,
  ],
  [
    "weights of zero only",
    { masters: MASTERS.map((master) => ({ ...master, weight: 0 })) },
    "masters",
    /nobody would get a connection/,
  ],
  [
    "weights under rr",
    { masters: MASTERS.map((master, i) => ({ ...master, weight: i + 1 })), options: { scheduler: "rr" } },
    "options.scheduler",
    /only wrr looks at weights/,
  ],
  [
    "different ports in the default group",
    {
      masters: MASTERS.map((master, i) => ({ ...master, port: 6443 + i })),
      options: { serverGroup: "default" },
    },
    "options.serverGroup",
    /ports differ/,
  ],
  ["http on the API port", { healthCheck: { protocol: "http" } }, "healthCheck.protocol", /400 .*http_4xx/],
  [
    "http on the API port, said",
    { healthCheck: { protocol: "http", port: 6443 } },
    "healthCheck.port",
    /400 .*http_4xx/,
  ],
  ["the shim on the API port", { healthCheck: { port: 6443 } }, "healthCheck.port", /CLB cannot check HTTPS/],
  [
    "the shim on a privileged port",
    { options: { healthPort: 1023 } },
    "options.healthPort",
    /cannot listen below 1024/,
  ],
  ["the shim on the kubelet's port", { healthCheck: { port: 10_250 } }, "healthCheck.port", /kubelet/],
  ["the shim on etcd's port", { healthCheck: { port: 2379 } }, "healthCheck.port", /etcd/],
  ["the shim on a NodePort", { options: { healthPort: 30_100 } }, "options.healthPort", /NodePort/],
  [
    "the shim on an ephemeral port",
    { healthCheck: { port: 40_000 } },
    "healthCheck.port",
    /ip_local_port_range/,
  ],
  [
    "two health ports",
    { healthCheck: { port: 6400 }, options: { healthPort: 6401 } },
    "options.healthPort",
    /healthCheck.port says 6400/,
  ],
  [
    "a path that the shim lacks",
    { healthCheck: { path: "/livez" } },
    "healthCheck.path",
    /does not answer this path/,
  ],
  [
    "a path with a query",
    { healthCheck: { protocol: "http", port: 80, path: "/readyz?verbose" } },
    "healthCheck.path",
    /takes no such path/,
  ],
  [
    "a path of a slash",
    { healthCheck: { protocol: "http", port: 80, path: "/" } },
    "healthCheck.path",
    /takes no such path/,
  ],
  [
    "a long path",
    { healthCheck: { protocol: "http", port: 80, path: `/${"a".repeat(80)}` } },
    "healthCheck.path",
    /takes no such path/,
  ],
  ["one status code", { healthCheck: { codes: "200" } }, "healthCheck.codes", /whole classes/],
  ["half a class", { healthCheck: { codes: "200-399,400-450" } }, "healthCheck.codes", /whole classes/],
  ["class 1xx", { healthCheck: { codes: "100-299" } }, "healthCheck.codes", /whole classes/],
  ["a slow interval", { healthCheck: { intervalSeconds: 51 } }, "healthCheck.intervalSeconds", /interval/],
  ["a short idle timeout", { idleTimeoutSeconds: 9 }, "idleTimeoutSeconds", /idle timeout/],
  ["a long idle timeout", { idleTimeoutSeconds: 901 }, "idleTimeoutSeconds", /idle timeout/],
  ["a short drain", { drainSeconds: 9 }, "drainSeconds", /draining/],
  ["a long drain", { drainSeconds: 901 }, "drainSeconds", /draining/],
  [
    "IPv6 in the access list",
    { accessList: { entries: ["fd00::/8"] } },
    "accessList.entries.0",
    /IPv4 ranges only/,
  ],
  ["a reserved tag", { tags: { "acs:x": "1" } }, "tags.acs:x", /reserved/],
  ["a tag with an address", { tags: { "http://x": "1" } }, "tags.http://x", /http/],
  ["a value with an address", { tags: { doc: "https://x" } }, "tags.doc", /http/],
  ["a tag of ours", { tags: { "slbctl/name": "x" } }, "tags.slbctl/name", /slbctl's own/],
  ["a controller's tag", { tags: { "ack.aliyun.com": "x" } }, "tags.ack.aliyun.com", /never touches/],
  [
    "too many tags",
    { tags: Object.fromEntries(Array.from({ length: 19 }, (_, i) => [`t${i}`, ""])) },
    "tags",
    /20 tags/,
  ],
  ["an unknown option", { options: { spec: "slb.s1.small" } }, "options.spec", /no option "spec"/],
  ["a scheduler that is none", { options: { scheduler: "wlc" } }, "options.scheduler", /no value of option/],
  [
    "a charge type not sold",
    { options: { chargeType: "PayBySpec" } },
    "options.chargeType",
    /no value of option/,
  ],
  ["a standby zone alone", { options: { slaveZone: "b" } }, "options.slaveZone", /no active zone/],
  [
    "one zone twice",
    { options: { masterZone: "b", slaveZone: "b" } },
    "options.slaveZone",
    /is the active zone/,
  ],
];

describe("refusals", () => {
  it.each(REFUSED)("refuses %s", (_name, changes, path, reason) => {
    const issues = issuesOf(specWith(changes));
    const issue = issues.find((candidate) => candidate.path.join(".") === path);
    expect(issues.map((candidate) => candidate.path.join("."))).toContain(path);
    expect(issue?.text.en).toMatch(reason);
    for (const text of [issue?.text, issue?.expected]) {
      expect(text?.en).toBeTruthy();
      expect(text?.zh).toBeTruthy();
    }
    expect(issue?.text.zh).toMatch(/\p{Script=Han}/u);
  });

  it("tells all problems at once", () => {
    const issues = issuesOf(
      specWith({
        clientAddress: "replace",
        securityGroups: ["sg-1"],
        idleTimeoutSeconds: 5000,
        healthCheck: { codes: "200" },
        options: { spec: 1, scheduler: "x" },
      }),
    );
    expect(issues.map(({ path }) => path.join(".")).sort()).toEqual([
      "clientAddress",
      "healthCheck.codes",
      "idleTimeoutSeconds",
      "options.scheduler",
      "options.spec",
      "securityGroups",
    ]);
  });
});
