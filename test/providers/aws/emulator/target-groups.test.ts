import { beforeEach, describe, expect, test } from "vitest";
import { Bench } from "./fixture.ts";
import { GROUP, keyed, makeBalancer, makeGroup, makeListener, members } from "./resources.ts";

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe("CreateTargetGroup", () => {
  test("fills in the defaults of a TCP check", () => {
    const answer = bench.call("CreateTargetGroup", GROUP);
    expect(answer.first("TargetGroupArn")).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup\/masters\/[0-9a-f]{16}$/,
    );
    const shown = [
      "HealthCheckProtocol",
      "HealthCheckPort",
      "HealthCheckIntervalSeconds",
      "HealthCheckTimeoutSeconds",
    ];
    expect(shown.map((name) => answer.first(name))).toEqual(["TCP", "traffic-port", "30", "10"]);
    expect([answer.first("HealthyThresholdCount"), answer.first("UnhealthyThresholdCount")]).toEqual([
      "5",
      "2",
    ]);
    expect([answer.all("HealthCheckPath"), answer.all("HttpCode")]).toEqual([[], []]);
  });

  test.each([
    ["HTTP", "6"],
    ["HTTPS", "10"],
  ])("fills in the defaults of a check over %s", (HealthCheckProtocol, timeout) => {
    const answer = bench.call("CreateTargetGroup", { ...GROUP, HealthCheckProtocol });
    expect([
      answer.first("HealthCheckPath"),
      answer.first("HttpCode"),
      answer.first("HealthCheckTimeoutSeconds"),
    ]).toEqual(["/", "200-399", timeout]);
  });

  test("instance is the default target type", () => {
    const { TargetType: _type, ...rest } = GROUP;
    expect(bench.call("CreateTargetGroup", rest).first("TargetType")).toBe("instance");
  });

  test("the same settings give the existing group, others are refused", () => {
    const arn = makeGroup(bench);
    expect(
      bench.call("CreateTargetGroup", { ...GROUP, HealthyThresholdCount: 5 }).first("TargetGroupArn"),
    ).toBe(arn);
    const other = bench.call("CreateTargetGroup", { ...GROUP, HealthyThresholdCount: 2 });
    expect([other.code, other.first("Message")]).toEqual([
      "DuplicateTargetGroupName",
      "A target group with the same name 'masters' exists, but with different settings",
    ]);
    expect(bench.call("CreateTargetGroup", { ...GROUP, Port: 443 }).code).toBe("DuplicateTargetGroupName");
  });

  /** Range ends of botocore 1.43.11's model, and the rules between parameters. */
  test.each([
    ["interval 4", { HealthCheckIntervalSeconds: 4 }],
    ["interval 301", { HealthCheckIntervalSeconds: 301 }],
    ["timeout 1", { HealthCheckTimeoutSeconds: 1 }],
    ["timeout 121", { HealthCheckTimeoutSeconds: 121, HealthCheckIntervalSeconds: 300 }],
    ["timeout above interval", { HealthCheckTimeoutSeconds: 11, HealthCheckIntervalSeconds: 10 }],
    ["default timeout above interval", { HealthCheckIntervalSeconds: 5 }],
    ["threshold 1", { HealthyThresholdCount: 1 }],
    ["threshold 11", { UnhealthyThresholdCount: 11 }],
    ["port 0", { Port: 0 }],
    ["port 65536", { Port: 65536 }],
    ["a path with TCP", { HealthCheckPath: "/readyz" }],
    ["a matcher with TCP", { "Matcher.HttpCode": "200" }],
    ["a path without slash", { HealthCheckProtocol: "HTTPS", HealthCheckPath: "readyz" }],
    ["a path of 1025", { HealthCheckProtocol: "HTTPS", HealthCheckPath: `/${"a".repeat(1024)}` }],
    ["codes below 200", { HealthCheckProtocol: "HTTPS", "Matcher.HttpCode": "199" }],
    ["codes above 599", { HealthCheckProtocol: "HTTPS", "Matcher.HttpCode": "200-600" }],
    ["codes backwards", { HealthCheckProtocol: "HTTPS", "Matcher.HttpCode": "300-200" }],
    ["a check port that is none", { HealthCheckPort: "https" }],
    ["check port 65536", { HealthCheckPort: "65536" }],
    ["checks over UDP", { HealthCheckProtocol: "UDP" }],
    ["checks switched off", { HealthCheckEnabled: "false" }],
    ["an unknown VPC", { VpcId: "vpc-none" }],
    ["a name of 33", { Name: "a".repeat(33) }],
    ["a name with an edge hyphen", { Name: "-a" }],
  ])("refuses %s", (_what, fields) => {
    expect(bench.call("CreateTargetGroup", { ...GROUP, ...fields }).code).toBe("ValidationError");
    expect(bench.state.targetGroups).toEqual([]);
  });

  test.each(["Protocol", "Port", "VpcId", "Name"] as const)("needs %s", (field) => {
    const { [field]: _gone, ...rest } = GROUP;
    expect(bench.call("CreateTargetGroup", rest).code).toBe("ValidationError");
  });

  test.each([
    [
      "range ends",
      { HealthCheckIntervalSeconds: 300, HealthCheckTimeoutSeconds: 120, HealthyThresholdCount: 10 },
    ],
    ["timeout equal to the interval", { HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 10 }],
    ["codes as a list", { HealthCheckProtocol: "HTTP", "Matcher.HttpCode": "200,401-403" }],
    ["a check port", { HealthCheckPort: "10256" }],
  ])("accepts %s", (_what, fields) =>
    expect(bench.call("CreateTargetGroup", { ...GROUP, ...fields }).code).toBe("ok"),
  );
});

describe("ModifyTargetGroup", () => {
  test("changes what is named and drops or brings in path and matcher with the protocol", () => {
    const TargetGroupArn = makeGroup(bench, { HealthCheckProtocol: "HTTPS", HealthCheckPath: "/readyz" });
    const modify = (fields: Record<string, string | number>) =>
      bench.call("ModifyTargetGroup", { TargetGroupArn, ...fields });
    expect(modify({ HealthCheckIntervalSeconds: 10 }).first("HealthCheckPath")).toBe("/readyz");
    const tcp = modify({ HealthCheckProtocol: "TCP" });
    expect([tcp.all("HealthCheckPath"), tcp.first("HealthCheckIntervalSeconds")]).toEqual([[], "10"]);
    const http = modify({ HealthCheckProtocol: "HTTP", "Matcher.HttpCode": "200" });
    expect([http.first("HealthCheckPath"), http.first("HttpCode")]).toEqual(["/", "200"]);
    expect(modify({ HealthCheckTimeoutSeconds: 11 }).code).toBe("ValidationError");
    expect(bench.call("ModifyTargetGroup", { TargetGroupArn: "arn:none" }).code).toBe("TargetGroupNotFound");
  });
});

describe("DescribeTargetGroups", () => {
  test("by load balancer, by name, by ARN; an attached group names its load balancer", () => {
    const balancer = makeBalancer(bench);
    const [one, two] = [makeGroup(bench), makeGroup(bench, { Name: "two" })];
    const by = (fields: Record<string, string>) => bench.call("DescribeTargetGroups", fields);
    expect(by({ LoadBalancerArn: balancer }).all("TargetGroupArn")).toEqual([]);
    makeListener(bench, balancer, one);
    const attached = by({ LoadBalancerArn: balancer });
    expect([attached.all("TargetGroupArn"), attached.all("member")]).toEqual([[one], [balancer]]);
    expect(by({ "Names.member.1": "two" }).all("TargetGroupArn")).toEqual([two]);
    expect(by({ "Names.member.1": "two", "Names.member.2": "none" }).code).toBe("TargetGroupNotFound");
    expect(by({ "TargetGroupArns.member.1": "arn:none" }).code).toBe("TargetGroupNotFound");
    expect(by({ LoadBalancerArn: "arn:none" }).code).toBe("LoadBalancerNotFound");
    expect(by({ LoadBalancerArn: balancer, "Names.member.1": "two" }).code).toBe("ValidationError");
  });
});

describe("attributes", () => {
  /** The documented defaults of client IP preservation. */
  test.each([
    ["instance", "TCP", "true"],
    ["instance", "TLS", "true"],
    ["ip", "TCP", "false"],
    ["ip", "TLS", "false"],
    ["ip", "UDP", "true"],
    ["ip", "TCP_UDP", "true"],
  ])(
    "%s targets of a %s group preserve the client's address by default: %s",
    (TargetType, Protocol, preserved) => {
      const TargetGroupArn = makeGroup(bench, { TargetType, Protocol });
      expect(bench.call("DescribeTargetGroupAttributes", { TargetGroupArn }).pairs).toMatchObject({
        "preserve_client_ip.enabled": preserved,
        "deregistration_delay.timeout_seconds": "300",
        "proxy_protocol_v2.enabled": "false",
        "stickiness.enabled": "false",
        "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
      });
    },
  );

  const modifyGroup = (TargetGroupArn: string, pairs: Record<string, string>) =>
    bench.call("ModifyTargetGroupAttributes", { TargetGroupArn, ...keyed("Attributes", pairs) });

  test("unnamed keys keep their value, and one bad key fails the whole call", () => {
    const arn = makeGroup(bench);
    const before = bench.call("DescribeTargetGroupAttributes", { TargetGroupArn: arn }).pairs;
    const changed = modifyGroup(arn, { "preserve_client_ip.enabled": "true" }).pairs;
    expect(changed).toEqual({ ...before, "preserve_client_ip.enabled": "true" });
    const half = modifyGroup(arn, { "preserve_client_ip.enabled": "false", "no.such.key": "1" });
    expect(half.code).toBe("ValidationError");
    expect(bench.call("DescribeTargetGroupAttributes", { TargetGroupArn: arn }).pairs).toEqual(changed);
  });

  test.each([
    [{ "deregistration_delay.timeout_seconds": "3600" }, "ok"],
    [{ "deregistration_delay.timeout_seconds": "3601" }, "ValidationError"],
    [{ "deregistration_delay.timeout_seconds": "-1" }, "ValidationError"],
    [{ "preserve_client_ip.enabled": "True" }, "ValidationError"],
    [{ "stickiness.type": "lb_cookie" }, "ValidationError"],
    [{ "target_group_health.dns_failover.minimum_healthy_targets.count": "off" }, "ok"],
    [
      { "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "off" },
      "ValidationError",
    ],
    [{ "target_health_state.unhealthy.draining_interval_seconds": "300" }, "InvalidConfigurationRequest"],
    [
      {
        "target_health_state.unhealthy.connection_termination.enabled": "false",
        "target_health_state.unhealthy.draining_interval_seconds": "300",
      },
      "ok",
    ],
  ])("%o: %s", (pairs, code) =>
    expect(modifyGroup(makeGroup(bench), pairs as Record<string, string>).code).toBe(code),
  );

  test("preservation cannot be switched off for UDP", () =>
    expect(
      modifyGroup(makeGroup(bench, { Protocol: "UDP" }), { "preserve_client_ip.enabled": "false" }).code,
    ).toBe("InvalidConfigurationRequest"));

  test("of a load balancer", () => {
    const LoadBalancerArn = makeBalancer(bench);
    const modify = (pairs: Record<string, string>) =>
      bench.call("ModifyLoadBalancerAttributes", { LoadBalancerArn, ...keyed("Attributes", pairs) });
    expect(bench.call("DescribeLoadBalancerAttributes", { LoadBalancerArn }).pairs).toEqual({
      "access_logs.s3.enabled": "false",
      "access_logs.s3.bucket": "",
      "access_logs.s3.prefix": "",
      "deletion_protection.enabled": "false",
      "dns_record.client_routing_policy": "any_availability_zone",
      "ipv6.deny_all_igw_traffic": "true",
      "load_balancing.cross_zone.enabled": "false",
      "secondary_ips.auto_assigned.per_subnet": "0",
      "zonal_shift.config.enabled": "false",
    });
    expect(modify({ "load_balancing.cross_zone.enabled": "true" }).pairs).toMatchObject({
      "load_balancing.cross_zone.enabled": "true",
      "deletion_protection.enabled": "false",
    });
    expect(modify({ "access_logs.s3.enabled": "true" }).code).toBe("InvalidConfigurationRequest");
    expect(modify({ "secondary_ips.auto_assigned.per_subnet": "7" }).code).toBe("ok");
    expect(modify({ "secondary_ips.auto_assigned.per_subnet": "6" }).code).toBe(
      "InvalidConfigurationRequest",
    );
    expect(modify({ "idle_timeout.timeout_seconds": "60" }).code).toBe("ValidationError");
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, "v"]));
    expect(modify(many).first("Message")).toContain("have length less than or equal to 20");
    expect(modify({}).code).toBe("ValidationError");
  });
});

describe("tags", () => {
  const tag = (arns: string[], pairs: Record<string, string>) =>
    bench.call("AddTags", { ...members("ResourceArns", arns), ...keyed("Tags", pairs) });
  const tags = (arn: string) => bench.call("DescribeTags", members("ResourceArns", [arn])).pairs;

  test("on every kind of resource: overwritten, removed, listed", () => {
    const balancer = makeBalancer(bench, keyed("Tags", { "slbctl/name": "api" }));
    const group = makeGroup(bench);
    const listener = makeListener(bench, balancer, group, keyed("Tags", { l: "1" }));
    expect(tag([balancer, group, listener], { "slbctl/name": "other", empty: "" }).code).toBe("ok");
    expect([tags(balancer), tags(listener)]).toEqual([
      { "slbctl/name": "other", empty: "" },
      { l: "1", "slbctl/name": "other", empty: "" },
    ]);
    bench.call("RemoveTags", {
      ...members("ResourceArns", [group]),
      ...members("TagKeys", ["empty", "absent"]),
    });
    expect(tags(group)).toEqual({ "slbctl/name": "other" });
  });

  test("at most 50, none twice, none of AWS's own, none on what does not exist", () => {
    const arn = makeGroup(bench);
    const many = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${from + n}`, "v"]));
    expect(tag([arn], many(0, 50)).code).toBe("ok");
    expect(tag([arn], many(49, 1)).code).toBe("ok");
    expect(tag([arn], many(50, 1)).code).toBe("TooManyTags");
    expect(tag([arn], { "aws:x": "1" }).code).toBe("ValidationError");
    expect(tag([arn], { "a#b": "1" }).code).toBe("ValidationError");
    expect(tag([arn.replace("masters", "none")], { a: "1" }).code).toBe("TargetGroupNotFound");
    expect(tag(["nonsense"], { a: "1" }).code).toBe("ValidationError");
    expect(bench.call("DescribeTags", members("ResourceArns", Array(21).fill(arn))).code).toBe(
      "ValidationError",
    );
  });

  test("a refused write to several resources writes to none", () => {
    const arn = makeGroup(bench);
    const full = makeGroup(bench, {
      Name: "full",
      ...keyed("Tags", Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, ""]))),
    });
    expect(tag([arn, full], { new: "1" }).code).toBe("TooManyTags");
    expect(tags(arn)).toEqual({});
  });
});
