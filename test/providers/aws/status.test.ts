import { describe, expect, it } from "vitest";
import { driver } from "../../../providers/aws/driver.ts";
import type { Observed, ObservedResource } from "../../../src/core/resource.ts";
import { answer, connectToCanned } from "./canned.ts";
import { actions, connect, openCloud } from "./cloud.ts";
import { apply } from "./run.ts";
import { MASTERS, specWith } from "./spec.ts";

const ARN = "arn:aws:elasticloadbalancing:eu-central-1:1:loadbalancer/net/prod-api/1";
const GROUP = "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/prod-api/1";
const LISTENER = "arn:aws:elasticloadbalancing:eu-central-1:1:listener/net/prod-api/1/1";

const resource = (kind: string, id: string): ObservedResource => ({
  id: kind,
  kind,
  props: {},
  outputs: { id },
  ownership: "ours",
});

const OBSERVED: Observed = {
  resources: [
    resource("load-balancer", ARN),
    resource("target-group", GROUP),
    resource("listener", LISTENER),
  ],
  gaps: [],
};

/** Status from answers in AWS's form: state of the load balancer, and of each target `state reason`. */
async function statusOf({
  state = "<Code>active</Code>",
  listeners = [LISTENER],
  targets = [] as readonly string[],
  zones = "",
} = {}) {
  const connection = await connectToCanned((action) => {
    if (action === "DescribeLoadBalancers")
      return answer(
        action,
        `<LoadBalancers><member><LoadBalancerArn>${ARN}</LoadBalancerArn><DNSName>api.example</DNSName><State>${state}</State><AvailabilityZones>${zones}</AvailabilityZones></member></LoadBalancers>`,
      );
    if (action === "DescribeListeners")
      return answer(
        action,
        `<Listeners>${listeners.map((arn) => `<member><ListenerArn>${arn}</ListenerArn><Port>6443</Port></member>`).join("")}</Listeners>`,
      );
    const described = targets.map((target, index) => {
      const [code, reason] = target.split(" ");
      return `<member><Target><Id>10.0.0.${index + 1}</Id><Port>6443</Port></Target><TargetHealth><State>${code}</State>${reason ? `<Reason>${reason}</Reason>` : ""}</TargetHealth></member>`;
    });
    return answer(action, `<TargetHealthDescriptions>${described.join("")}</TargetHealthDescriptions>`);
  });
  return driver.status(connection, OBSERVED);
}

describe("the load balancer", () => {
  it.each([
    ["<Code>provisioning</Code>", "provisioning", undefined],
    ["<Code>active</Code>", "active", undefined],
    ["<Code>active_impaired</Code>", "impaired", /cannot scale it up/],
    ["<Code>failed</Code><Reason>no addresses</Reason>", "failed", /deleted and created again: no addresses/],
    ["<Code>something_new</Code>", "inactive", /something_new/],
  ])("%s is %s", async (state, phase, reason) => {
    const status = await statusOf({ state });
    expect(status.phase).toBe(phase);
    if (reason === undefined) expect(status.reason).toBeUndefined();
    else expect(status.reason?.en).toMatch(reason);
    expect(status).toMatchObject({ id: ARN, dnsName: "api.example" });
  });

  it("that is active without a listener of ours is impaired", async () => {
    const status = await statusOf({ listeners: ["arn:aws:somebody:else"] });
    expect(status).toMatchObject({ phase: "impaired", listeners: [] });
    expect(status.reason?.zh).toContain("侦听器");
  });

  it("does not let its listener run before it is active itself", async () => {
    const [listener] = (await statusOf({ state: "<Code>provisioning</Code>" })).listeners;
    expect(listener).toEqual({ port: 6443, running: false, state: "provisioning" });
  });

  it("tells its addresses where AWS does", async () => {
    const zones =
      "<member><LoadBalancerAddresses><member><PrivateIPv4Address>10.0.1.9</PrivateIPv4Address></member></LoadBalancerAddresses></member><member><ZoneName>b</ZoneName></member>";
    expect((await statusOf({ zones })).addresses).toEqual(["10.0.1.9"]);
  });

  it("is absent without a call when nothing was observed", async () => {
    const connection = await connectToCanned(() => {
      throw new Error("asked");
    });
    expect((await driver.status(connection, { resources: [], gaps: [] })).phase).toBe("absent");
  });
});

/** Reason codes of TargetHealth (API 2015-12-01), and what an operator of API servers has to look at. */
const REASONS: readonly [string, string, RegExp][] = [
  ["initial Elb.RegistrationInProgress", "waiting", /being registered/],
  ["initial Elb.InitialHealthChecking", "waiting", /first checks/],
  [
    "unhealthy Target.FailedHealthChecks",
    "unhealthy",
    /TLS failure.*401: --anonymous-auth=false.*security group/,
  ],
  ["unhealthy Target.Timeout", "unhealthy", /security group, network ACL or route/],
  ["unhealthy Target.ResponseCodeMismatch", "unhealthy", /401.*403.*500.*400.*404/],
  ["unhealthy.draining Target.FailedHealthChecks", "unhealthy", /the check fails/],
  ["unused Target.NotRegistered", "unused", /not in the target group/],
  ["unused Target.NotInUse", "unused", /no subnet of the load balancer/],
  ["unused Target.InvalidState", "unused", /stopped or terminated/],
  ["unused Target.IpUnusable", "unused", /belongs to a load balancer/],
  ["draining Target.DeregistrationInProgress", "draining", /deregistration delay/],
  ["unavailable Target.HealthCheckDisabled", "unknown", /disabled/],
  ["unavailable Elb.InternalError", "unknown", /inside AWS/],
];

describe("a master", () => {
  it.each(REASONS)(
    "%s is %s, and what that means for an API server is said",
    async (target, state, meaning) => {
      const [backend] = (await statusOf({ targets: [target] })).backends;
      expect(backend).toMatchObject({ id: "10.0.0.1", address: "10.0.0.1", port: 6443, state });
      expect(backend?.reason).toBe(target.split(" ")[1]);
      expect(backend?.meaning?.en).toMatch(meaning);
      expect(backend?.meaning?.zh).toMatch(/[\u4e00-\u9fff]/);
    },
  );

  it("that is healthy, or in a state that is new, has no reason made up", async () => {
    const { backends } = await statusOf({ targets: ["healthy", "something_new Some.Reason"] });
    expect(backends).toMatchObject([
      { state: "healthy", reason: undefined, meaning: undefined },
      { state: "unknown", reason: "Some.Reason", meaning: undefined },
    ]);
  });
});

describe("on the emulator", () => {
  it("takes three reads, in parallel", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith());
    const connection = await connect(kit);
    const observed = await driver.observe(connection, { name: "prod-api" });
    const before = kit.log.length;
    const status = await driver.status(connection, observed);
    expect([...actions(kit.log.slice(before))].sort()).toEqual([
      "DescribeListeners",
      "DescribeLoadBalancers",
      "DescribeTargetHealth",
    ]);
    expect(status.backends.map(({ id }) => id).sort()).toEqual(["10.0.1.11", "10.0.2.11", "10.0.3.11"]);
    expect(status.dnsName).toMatch(/^prod-api-\w+\.elb\.eu-central-1\.amazonaws\.com$/);
  });

  it("names instances by their ids, without an address", async () => {
    const kit = await openCloud();
    await apply(await connect(kit), specWith({ masters: MASTERS, options: { targetType: "instance" } }));
    const connection = await connect(kit);
    const status = await driver.status(connection, await driver.observe(connection, { name: "prod-api" }));
    expect(status.backends[0]).toMatchObject({ id: "i-00000000000000001", address: undefined, port: 6443 });
  });
});
