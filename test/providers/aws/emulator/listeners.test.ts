import { beforeEach, describe, expect, test } from "vitest";
import { Bench } from "./fixture.ts";
import { forwardTo, keyed, makeBalancer, makeGroup, makeListener, members } from "./resources.ts";

let bench: Bench;
let balancer: string;
let group: string;
beforeEach(() => {
  bench = new Bench();
  balancer = makeBalancer(bench);
  group = makeGroup(bench);
});

const create = (fields: Record<string, string | number> = {}) =>
  bench.call("CreateListener", {
    LoadBalancerArn: balancer,
    Protocol: "TCP",
    Port: 6443,
    ...forwardTo(group),
    ...fields,
  });

describe("CreateListener", () => {
  test("does not need an active load balancer, and carries the group twice", () => {
    const answer = create();
    expect(answer.first("ListenerArn")).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:listener\/net\/api\/[0-9a-f]{16}\/[0-9a-f]{16}$/,
    );
    expect(answer.all("TargetGroupArn")).toEqual([group, group]);
  });

  test("the same settings give the existing listener; the port is otherwise taken", () => {
    const arn = create().first("ListenerArn");
    expect(create().first("ListenerArn")).toBe(arn);
    const withForwardConfig = bench.call("CreateListener", {
      LoadBalancerArn: balancer,
      Protocol: "TCP",
      Port: 6443,
      "DefaultActions.member.1.Type": "forward",
      "DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn": group,
    });
    expect(withForwardConfig.first("ListenerArn")).toBe(arn);
    const other = create(forwardTo(makeGroup(bench, { Name: "other" })));
    expect([other.code, other.first("Message")]).toEqual([
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${balancer}'`,
    ]);
  });

  test("a group belongs to one load balancer only", () => {
    create();
    const second = makeBalancer(bench, { Name: "second" });
    expect(create({ LoadBalancerArn: second }).code).toBe("TargetGroupAssociationLimit");
    expect(create({ Port: 443 }).code).toBe("ok");
  });

  test.each([
    ["TCP", "TCP", "ok"],
    ["TCP", "TCP_UDP", "ok"],
    ["TCP", "UDP", "IncompatibleProtocols"],
    ["TCP", "TLS", "IncompatibleProtocols"],
    ["UDP", "UDP", "ok"],
    ["UDP", "TCP", "IncompatibleProtocols"],
    ["TCP_UDP", "TCP_UDP", "ok"],
    ["TCP_UDP", "TCP", "IncompatibleProtocols"],
    ["TLS", "TLS", "CertificateNotFound"],
    ["HTTPS", "TCP", "UnsupportedProtocol"],
  ])("a %s listener and a %s group: %s", (Protocol, groupProtocol, code) => {
    const other = makeGroup(bench, { Name: "other", Protocol: groupProtocol });
    expect(create({ Protocol, ...forwardTo(other) }).code).toBe(code);
  });

  test.each([
    ["an unknown load balancer", { LoadBalancerArn: "arn:none" }, "LoadBalancerNotFound"],
    ["an unknown group", forwardTo("arn:none"), "TargetGroupNotFound"],
    ["port 0", { Port: 0 }, "ValidationError"],
    ["a redirect", { "DefaultActions.member.1.Type": "redirect" }, "InvalidLoadBalancerAction"],
    ["an unknown action", { "DefaultActions.member.1.Type": "drop" }, "ValidationError"],
    ["two actions", { "DefaultActions.member.2.Type": "forward" }, "TooManyActions"],
  ])("refuses %s", (_what, fields, code) => expect(create(fields).code).toBe(code));

  test("refuses a group of another VPC, and the 51st listener", () => {
    const elsewhere = makeGroup(bench, { Name: "elsewhere", VpcId: "vpc-2" });
    expect(create(forwardTo(elsewhere)).code).toBe("InvalidConfigurationRequest");
    for (let port = 1; port <= 50; port += 1) expect(create({ Port: port }).code).toBe("ok");
    expect(create({ Port: 51 }).code).toBe("TooManyListeners");
  });
});

describe("afterwards", () => {
  test("the idle timeout is 350 s, from 60 to 6000, and only TCP listeners have one", () => {
    const ListenerArn = makeListener(bench, balancer, group);
    const set = (Value: string) =>
      bench.call("ModifyListenerAttributes", {
        ListenerArn,
        ...keyed("Attributes", { "tcp.idle_timeout.seconds": Value }),
      });
    expect(bench.call("DescribeListenerAttributes", { ListenerArn }).pairs).toEqual({
      "tcp.idle_timeout.seconds": "350",
    });
    expect(["60", "6000", "59", "6001", "x"].map((value) => set(value).code)).toEqual([
      "ok",
      "ok",
      "ValidationError",
      "ValidationError",
      "ValidationError",
    ]);
    const udp = makeGroup(bench, { Name: "udp", Protocol: "UDP" });
    const other = makeListener(bench, balancer, udp, { Protocol: "UDP", Port: 53 });
    expect(bench.call("DescribeListenerAttributes", { ListenerArn: other }).pairs).toEqual({});
  });

  test("port and group can be modified; a taken port cannot be had", () => {
    const ListenerArn = makeListener(bench, balancer, group);
    makeListener(bench, balancer, group, { Port: 443 });
    const modify = (fields: Record<string, string | number>) =>
      bench.call("ModifyListener", { ListenerArn, ...fields });
    expect(modify({ Port: 443 }).code).toBe("DuplicateListener");
    expect(modify({ Port: 8443 }).first("Port")).toBe("8443");
    const other = makeGroup(bench, { Name: "other" });
    expect(modify(forwardTo(other)).all("TargetGroupArn")).toEqual([other, other]);
    expect(bench.call("ModifyListener", { ListenerArn: "arn:none" }).code).toBe("ListenerNotFound");
  });

  test("described by load balancer or by ARN, never by both or neither", () => {
    const arn = makeListener(bench, balancer, group);
    const by = (fields: Record<string, string>) => bench.call("DescribeListeners", fields);
    expect(by({ LoadBalancerArn: balancer }).all("ListenerArn")).toEqual([arn]);
    expect(by({ "ListenerArns.member.1": arn }).all("ListenerArn")).toEqual([arn]);
    expect(by({ LoadBalancerArn: balancer, "ListenerArns.member.1": arn }).code).toBe("ValidationError");
    expect(by({}).code).toBe("ValidationError");
    expect(by({ LoadBalancerArn: "arn:none" }).code).toBe("LoadBalancerNotFound");
    expect(by({ "ListenerArns.member.1": "arn:none" }).code).toBe("ListenerNotFound");
  });

  test("there is one rule, the default one, and no certificate", () => {
    const arn = makeListener(bench, balancer, group);
    const rules = bench.call("DescribeRules", { ListenerArn: arn });
    const rule = rules.first("RuleArn");
    expect(rule.startsWith(arn.replace(":listener/", ":listener-rule/"))).toBe(true);
    expect([rules.first("Priority"), rules.first("IsDefault")]).toEqual(["default", "true"]);
    expect(bench.call("DescribeRules", members("RuleArns", [rule])).all("RuleArn")).toEqual([rule]);
    expect(bench.call("DescribeRules", members("RuleArns", ["arn:none"])).code).toBe("RuleNotFound");
    expect(bench.call("DescribeListenerCertificates", { ListenerArn: arn }).body).toContain(
      "<Certificates/>",
    );
  });

  test("a deleted listener is gone, and a second deletion says so", () => {
    const ListenerArn = makeListener(bench, balancer, group);
    expect(bench.call("DeleteListener", { ListenerArn }).code).toBe("ok");
    expect(bench.call("DeleteListener", { ListenerArn }).code).toBe("ListenerNotFound");
  });
});
