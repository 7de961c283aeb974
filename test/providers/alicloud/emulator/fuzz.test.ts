import fc from "fast-check";
import { expect, test } from "vitest";
import { OPERATIONS } from "../../../../providers/alicloud/emulator/operations.ts";
import { answerOf, Bench, type Parameters, signed } from "./bench.ts";

const actions = Object.keys(OPERATIONS);
/** Parameter names that matter to some operation, plain and numbered. */
const NAMES = [
  "LoadBalancerId",
  "LoadBalancerId.1",
  "ListenerPort",
  "ListenerProtocol",
  "BackendServerPort",
  "Bandwidth",
  "BackendServers",
  "OldBackendServers",
  "NewBackendServers",
  "VServerGroupId",
  "VServerGroupName",
  "VServerGroup",
  "Scheduler",
  "HealthCheckURI",
  "healthCheckInterval",
  "AclId",
  "AclName",
  "AclEntrys",
  "AclStatus",
  "AclType",
  "VSwitchId",
  "Address",
  "AddressType",
  "InstanceChargeType",
  "LoadBalancerName",
  "LoadBalancerStatus",
  "DeleteProtection",
  "ModificationProtectionStatus",
  "ClientToken",
  "Tags",
  "Tag.1.Key",
  "Tag.1.Value",
  "Tag.2.Key",
  "TagKey.1",
  "ResourceId.1",
  "ResourceType",
  "All",
  "PageNumber",
  "PageSize",
  "MaxResults",
  "NextToken",
] as const;

const serverList = fc
  .array(
    fc.record(
      {
        ServerId: fc.constantFrom("i-m1", "i-m2", "i-stopped", "i-other", "", "__proto__"),
        Weight: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
        Port: fc.oneof(fc.integer({ min: -1, max: 70_000 }), fc.string(), fc.constant([])),
        Type: fc.constantFrom("ecs", "eni", "x", {}),
        Description: fc.oneof(fc.string(), fc.integer()),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 4 },
  )
  .map((servers) => JSON.stringify(servers));

/** Ids stand for what exists when the request is made. */
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("$lb", "$group", "$acl", "$listener", "$token") },
  { weight: 3, arbitrary: fc.constantFrom("on", "off", "1", "6443", "-1", "80", "tcp", "white", "active") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "vsw-g",
      "intranet",
      "PayByCLCU",
      "instance",
      "listener",
      "true",
      "wrr",
      "/h",
      "n",
    ),
  },
  { weight: 2, arbitrary: serverList },
  fc.json(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("__proto__", "constructor", "\u0000", '[{"entry":"10.0.0.0/8"}]', '[{"tagKey":"n"}]'),
);

/** Right but for a few parameters, or wrong altogether. */
const request = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      action: fc.constantFrom(...actions),
      isLikely: fc.constant(true),
      parameters: fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      action: fc.constantFrom(...actions),
      isLikely: fc.constant(false),
      parameters: fc.dictionary(fc.constantFrom(...NAMES), value),
    }),
  },
);

/** The parameters that operations need, so that requests get further than the first check. */
const LIKELY: Parameters = {
  LoadBalancerId: "$lb",
  ListenerPort: 6443,
  BackendServerPort: 6443,
  Bandwidth: 5,
  VServerGroupId: "$group",
  AclId: "$acl",
  AclName: "office",
  VSwitchId: "vsw-g",
  InstanceChargeType: "PayByCLCU",
  BackendServers: '[{"ServerId":"i-m1","Port":6443}]',
  AclEntrys: '[{"entry":"10.0.0.0/8"}]',
  ResourceType: "instance",
  "ResourceId.1": "$lb",
  "Tag.1.Key": "n",
  "TagKey.1": "n",
  VServerGroupName: "group",
  LoadBalancerName: "api",
  LoadBalancerStatus: "active",
  LoadBalancerSpec: "slb.s1.small",
  DeleteProtection: "off",
  ModificationProtectionStatus: "NonProtection",
};

function resolved(bench: Bench, parameters: Parameters): Parameters {
  const { loadBalancers, serverGroups, accessLists } = bench.state;
  const ids: Readonly<Record<string, string>> = {
    $lb: loadBalancers.at(-1)?.id ?? "lb-x",
    $group: serverGroups.at(-1)?.id ?? "rsp-x",
    $acl: accessLists.at(-1)?.id ?? "acl-x",
    $listener: `${loadBalancers.at(-1)?.id}_tcp_6443`,
    $token: Buffer.from("from:1").toString("base64url"),
  };
  return Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, ids[String(one)] ?? one]));
}

const remembered = ({ nonces: _, ...state }: Bench["state"]) => JSON.stringify(state);

test("any sequence of requests: no exception, refusals and reads change nothing, the state is plain JSON", () => {
  const seen = new Map<string, Set<string>>();
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), (requests) => {
      const bench = new Bench();
      const LoadBalancerId = bench.balancer({
        InstanceChargeType: "PayBySpec",
        LoadBalancerSpec: "slb.s1.small",
      });
      bench.listener(LoadBalancerId);
      bench.do("CreateVServerGroup", { LoadBalancerId });
      bench.do("CreateAccessControlList", { AclName: "first" });
      for (const { action, isLikely, parameters } of requests) {
        bench.now += 100;
        const before = remembered(bench.state);
        const sent = resolved(bench, isLikely ? { ...LIKELY, ...parameters } : parameters);
        const { code, handled, body } = bench.call(action, sent);
        expect(body.RequestId).toBeTruthy();
        expect(handled.write).toBe(OPERATIONS[action]?.write);
        if (code !== "ok" || !handled.write) expect(remembered(bench.state), action).toBe(before);
        seen.set(action, (seen.get(action) ?? new Set()).add(code));
        expect(JSON.parse(JSON.stringify(bench.state))).toEqual(bench.state);
        bench.probe((key) => key.startsWith("i-m1"));
        bench.state = JSON.parse(JSON.stringify(bench.state));
      }
    }),
    { numRuns: 150, seed: 20_261_123 },
  );
  // The requests were not all refused at the door: every operation succeeded at least once, and was refused.
  const never = actions.filter((action) => !seen.get(action)?.has("ok"));
  expect(never).toEqual([]);
  expect([...seen.values()].filter((codes) => codes.size > 1).length).toBeGreaterThan(actions.length / 2);
});

test("any query, body and headers, rightly signed or not: an answer in the API's form", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const headers = fc.dictionary(
    fc.constantFrom("authorization", "x-acs-action", "x-acs-version", "x-acs-date", "content-type", "host"),
    fc.oneof(text, fc.constantFrom("ACS3-HMAC-SHA256 =,,", "application/x-www-form-urlencoded", "__proto__")),
  );
  fc.assert(
    fc.property(text, text, headers, fc.boolean(), (query, body, changed, isSigned) => {
      const bench = new Bench();
      const own = signed("DescribeLoadBalancers", {}, bench.now, { nonce: "n" });
      const answer = answerOf(
        bench.handle({
          ...own,
          query,
          body: Buffer.from(body),
          headers: isSigned ? { ...own.headers, ...changed } : changed,
        }),
      );
      expect(answer.body.RequestId).toBeTruthy();
      expect(typeof (answer.body.Code ?? "")).toBe("string");
    }),
    { numRuns: 500, seed: 20_261_123 },
  );
});

test("values of any characters come back as they were sent", () => {
  const name = fc.string({ unit: "binary", minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(name, (Description) => {
      const bench = new Bench();
      const LoadBalancerId = bench.balancer();
      bench.listener(LoadBalancerId, { Description });
      const [entry] = bench.do("DescribeLoadBalancerListeners", {
        "LoadBalancerId.1": LoadBalancerId,
      }).Listeners;
      expect(entry.Description).toBe(Description);
    }),
    { numRuns: 100 },
  );
});
