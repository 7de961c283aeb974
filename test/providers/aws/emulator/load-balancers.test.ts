import { beforeEach, describe, expect, test } from "vitest";
import { Bench, WORLD } from "./fixture.ts";
import { keyed, makeBalancer, makeGroup, makeListener, members, NLB } from "./resources.ts";

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe("CreateLoadBalancer", () => {
  test("answers with a network ARN, the zones, the VPC and state provisioning", () => {
    const answer = bench.call("CreateLoadBalancer", NLB);
    expect(answer.handled.write).toBe(true);
    expect(answer.first("LoadBalancerArn")).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/net\/api\/[0-9a-f]{16}$/,
    );
    expect(answer.first("DNSName")).toMatch(/^api-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/);
    expect(answer.first("VpcId")).toBe("vpc-1");
    expect(answer.all("ZoneName")).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
    expect(answer.all("SecurityGroups")).toEqual([]);
    expect([answer.first("Type"), answer.first("Scheme"), answer.first("Code")]).toEqual([
      "network",
      "internal",
      "provisioning",
    ]);
  });

  test("becomes active after its time, not before", () => {
    makeBalancer(bench);
    bench.now += 1499;
    expect(bench.call("DescribeLoadBalancers").first("Code")).toBe("provisioning");
    bench.now += 1;
    expect(bench.call("DescribeLoadBalancers").first("Code")).toBe("active");
  });

  test("is internet-facing unless it is told otherwise", () => {
    const { Scheme: _scheme, ...rest } = NLB;
    expect(bench.call("CreateLoadBalancer", rest).first("Scheme")).toBe("internet-facing");
  });

  test("the same settings give the existing one, tags and order aside, and change nothing", () => {
    const first = makeBalancer(bench, {
      ...members("SecurityGroups", ["sg-1", "sg-2"]),
      ...keyed("Tags", { a: "1" }),
    });
    const again = bench.call("CreateLoadBalancer", {
      ...NLB,
      ...members("Subnets", ["subnet-c", "subnet-a", "subnet-b"]),
      ...members("SecurityGroups", ["sg-2", "sg-1"]),
      ...keyed("Tags", { a: "2" }),
    });
    expect(again.first("LoadBalancerArn")).toBe(first);
    expect(bench.call("DescribeTags", members("ResourceArns", [first])).pairs).toEqual({ a: "1" });
    expect(bench.state.loadBalancers).toHaveLength(1);
  });

  const { "Subnets.member.3": _third, ...twoZones } = NLB as Record<string, string>;

  test.each([
    ["scheme", { ...NLB, Scheme: "internet-facing" }],
    ["subnets", twoZones],
    ["security groups", { ...NLB, ...members("SecurityGroups", ["sg-1"]) }],
  ])("other %s under the same name are refused", (_what, fields) => {
    makeBalancer(bench);
    const answer = bench.call("CreateLoadBalancer", fields);
    expect(answer.code).toBe("DuplicateLoadBalancerName");
    expect(answer.first("Message")).toBe(
      "A load balancer with the same name 'api' exists, but with different settings",
    );
  });

  test("another region is another world of names", () => {
    const here = makeBalancer(bench);
    const there = bench.call("CreateLoadBalancer", NLB, { region: "eu-central-1" });
    expect(there.first("LoadBalancerArn")).toContain(":eu-central-1:");
    expect(bench.call("DescribeLoadBalancers").all("LoadBalancerArn")).toEqual([here]);
  });

  test.each([
    ["no name", { Name: "" }, "ValidationError"],
    ["33 characters", { Name: "a".repeat(33) }, "ValidationError"],
    ["an underscore", { Name: "a_b" }, "ValidationError"],
    ["an edge hyphen", { Name: "api-" }, "ValidationError"],
    ["the prefix internal-", { Name: "internal-api" }, "ValidationError"],
    ["an unknown scheme", { Scheme: "private" }, "ValidationError"],
    ["subnets and mappings", { "SubnetMappings.member.1.SubnetId": "subnet-a" }, "ValidationError"],
    ["an unknown subnet", { "Subnets.member.1": "subnet-none" }, "SubnetNotFound"],
    ["two subnets of one zone", { "Subnets.member.2": "subnet-a2" }, "InvalidConfigurationRequest"],
    ["subnets of two VPCs", { "Subnets.member.1": "subnet-other" }, "InvalidConfigurationRequest"],
    ["a subnet with too few addresses", { "Subnets.member.1": "subnet-tiny" }, "InvalidSubnet"],
    ["an unknown security group", members("SecurityGroups", ["sg-none"]), "InvalidSecurityGroup"],
    ["a security group of another VPC", members("SecurityGroups", ["sg-other"]), "InvalidSecurityGroup"],
    ["an application load balancer", { Type: "application" }, "InvalidConfigurationRequest"],
    ["dual stack without IPv6 subnets", { IpAddressType: "dualstack" }, "InvalidSubnet"],
    ["the same tag twice", { "Tags.member.1.Key": "a", "Tags.member.2.Key": "a" }, "DuplicateTagKeys"],
    ["a parameter that does not exist", { Subnet: "subnet-a" }, "ValidationError"],
  ])("refuses %s and makes nothing", (_what, fields, code) => {
    expect(bench.call("CreateLoadBalancer", { ...NLB, ...fields }).code).toBe(code);
    expect(bench.state.loadBalancers).toEqual([]);
  });

  test("takes at most 50 in a region", () => {
    for (let n = 0; n < 50; n += 1) makeBalancer(bench, { Name: `lb-${n}` });
    expect(bench.call("CreateLoadBalancer", NLB).code).toBe("TooManyLoadBalancers");
  });
});

describe("zonal addresses", () => {
  const mapped = (address: string, subnet = "subnet-a") => ({
    Name: "mapped",
    Type: "network",
    Scheme: "internal",
    "SubnetMappings.member.1.SubnetId": subnet,
    "SubnetMappings.member.1.PrivateIPv4Address": address,
  });

  test("are taken from the subnets, past the four that AWS keeps, and never twice", () => {
    makeBalancer(bench);
    makeBalancer(bench, { Name: "second" });
    expect(bench.state.loadBalancers.flatMap(({ zones }) => zones.map(({ address }) => address))).toEqual([
      "127.0.1.4",
      "127.0.2.4",
      "127.0.3.4",
      "127.0.1.5",
      "127.0.2.5",
      "127.0.3.5",
    ]);
  });

  test("are shown only where they were asked for", () => {
    makeBalancer(bench);
    expect(bench.call("DescribeLoadBalancers").all("PrivateIPv4Address")).toEqual([]);
    expect(bench.call("CreateLoadBalancer", mapped("127.0.1.77")).all("PrivateIPv4Address")).toEqual([
      "127.0.1.77",
    ]);
  });

  test("an address of one's own needs no eight free ones", () => {
    expect(bench.call("CreateLoadBalancer", mapped("127.0.5.5", "subnet-tiny")).code).toBe("ok");
  });

  test.each(["127.0.2.9", "127.0.1.10"])("%s is refused: outside the subnet, or an instance's", (address) =>
    expect(bench.call("CreateLoadBalancer", mapped(address)).code).toBe("InvalidConfigurationRequest"),
  );
});

describe("DescribeLoadBalancers", () => {
  test.each([
    ["Names", "nobody", "LoadBalancerNotFound", "Load balancers '[nobody]' not found"],
    ["LoadBalancerArns", "arn:x", "LoadBalancerNotFound", "One or more load balancers not found"],
  ])("one unknown among known %s refuses the whole call", (field, unknown, code, message) => {
    const arn = makeBalancer(bench);
    const answer = bench.call(
      "DescribeLoadBalancers",
      members(field, [field === "Names" ? "api" : arn, unknown]),
    );
    expect([answer.code, answer.first("Message")]).toEqual([code, message]);
  });

  test("names and ARNs together are refused", () => {
    const arn = makeBalancer(bench);
    const both = { ...members("Names", ["api"]), ...members("LoadBalancerArns", [arn]) };
    expect(bench.call("DescribeLoadBalancers", both).code).toBe("ValidationError");
  });

  test("pages of every size show each exactly once, also when one is deleted in between", () => {
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) makeBalancer(bench, { Name: name });
    for (const size of [1, 2, 3, 5, 400]) {
      const seen: string[] = [];
      let marker: string | undefined;
      do {
        const answer = bench.call("DescribeLoadBalancers", {
          PageSize: size,
          ...(marker ? { Marker: marker } : {}),
        });
        seen.push(...answer.all("LoadBalancerName"));
        marker = answer.all("NextMarker")[0];
      } while (marker !== undefined);
      expect(seen).toEqual(names);
    }
    expect(bench.call("DescribeLoadBalancers", { PageSize: 0 }).code).toBe("ValidationError");
    expect(bench.call("DescribeLoadBalancers", { PageSize: 401 }).code).toBe("ValidationError");
    expect(bench.call("DescribeLoadBalancers", { Marker: "nonsense" }).code).toBe("ValidationError");
  });
});

describe("DeleteLoadBalancer", () => {
  test("takes the listeners along, leaves the target group, and succeeds again", () => {
    const arn = makeBalancer(bench);
    const group = makeGroup(bench);
    const listener = makeListener(bench, arn, group);
    expect(bench.call("DeleteTargetGroup", { TargetGroupArn: group }).code).toBe("ResourceInUse");
    expect(bench.call("DeleteLoadBalancer", { LoadBalancerArn: arn }).code).toBe("ok");
    expect(bench.call("DeleteLoadBalancer", { LoadBalancerArn: arn }).code).toBe("ok");
    expect(bench.call("DescribeListeners", members("ListenerArns", [listener])).code).toBe(
      "ListenerNotFound",
    );
    expect(bench.call("DescribeTargetGroups").all("LoadBalancerArns")).toEqual([]);
    expect(bench.call("DeleteTargetGroup", { TargetGroupArn: group }).code).toBe("ok");
    expect(bench.call("DeleteTargetGroup", { TargetGroupArn: group }).code).toBe("ok");
  });

  test("is not permitted while deletion protection is on", () => {
    const arn = makeBalancer(bench);
    const protect = (Value: string) =>
      bench.call("ModifyLoadBalancerAttributes", {
        LoadBalancerArn: arn,
        ...keyed("Attributes", { "deletion_protection.enabled": Value }),
      });
    protect("true");
    const answer = bench.call("DeleteLoadBalancer", { LoadBalancerArn: arn });
    expect(answer.code).toBe("OperationNotPermitted");
    expect(answer.first("Message")).toBe(
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    );
    protect("false");
    expect(bench.call("DeleteLoadBalancer", { LoadBalancerArn: arn }).code).toBe("ok");
  });

  test("a malformed ARN is not a load balancer that is already gone", () =>
    expect(bench.call("DeleteLoadBalancer", { LoadBalancerArn: "api" }).code).toBe("ValidationError"));
});

describe("settings", () => {
  test("security groups can be replaced, but not brought to a load balancer that was made without", () => {
    const without = makeBalancer(bench);
    const refused = bench.call("SetSecurityGroups", {
      LoadBalancerArn: without,
      ...members("SecurityGroups", ["sg-1"]),
    });
    expect([refused.code, refused.first("Message")]).toEqual([
      "InvalidConfigurationRequest",
      "You cannot set security groups on a Network Load Balancer which was created without any security groups.",
    ]);
    const made = makeBalancer(bench, { Name: "with", ...members("SecurityGroups", ["sg-1"]) });
    const set = (...groups: string[]) =>
      bench.call("SetSecurityGroups", { LoadBalancerArn: made, ...members("SecurityGroups", groups) });
    expect(set("sg-2", "sg-1").code).toBe("ok");
    expect(bench.state.loadBalancers[1]?.securityGroups).toEqual(["sg-2", "sg-1"]);
    expect(set("sg-other").code).toBe("InvalidSecurityGroup");
    expect(set().code).toBe("ValidationError");
  });

  test("zones can be added and removed; a node that stays keeps its address, one that comes back does not have to", () => {
    const arn = makeBalancer(bench);
    const set = (...subnets: string[]) =>
      bench.call("SetSubnets", { LoadBalancerArn: arn, ...members("Subnets", subnets) });
    const [before] = structuredClone(bench.state.loadBalancers[0]?.zones ?? []);
    expect(set("subnet-a").all("ZoneName")).toEqual(["us-east-1a"]);
    expect(bench.state.loadBalancers[0]?.zones).toEqual([before]);
    expect(set("subnet-a2").code).toBe("InvalidConfigurationRequest");
    expect(set("subnet-b").all("ZoneName")).toEqual(["us-east-1b"]);
    expect(set("subnet-a2", "subnet-b").code).toBe("ok");
    expect(set("subnet-other").code).toBe("InvalidSubnet");
    expect(set().code).toBe("ValidationError");
  });

  test.each([
    ["ipv4", "ok"],
    ["dualstack", "InvalidSubnet"],
    ["dualstack-without-public-ipv4", "InvalidConfigurationRequest"],
    ["ipv6", "ValidationError"],
  ])("address type %s: %s", (IpAddressType, code) => {
    const LoadBalancerArn = makeBalancer(bench);
    expect(bench.call("SetIpAddressType", { LoadBalancerArn, IpAddressType }).code).toBe(code);
  });
});

test("with a consistency delay, reads do not see what was just made", () => {
  const slow = new Bench({ timing: { consistencyDelayMs: 1000 } });
  const arn = makeBalancer(slow);
  expect(slow.call("DescribeLoadBalancers", members("LoadBalancerArns", [arn])).code).toBe(
    "LoadBalancerNotFound",
  );
  expect(slow.call("DescribeLoadBalancers").all("LoadBalancerArn")).toEqual([]);
  const group = makeGroup(slow);
  expect(slow.call("DescribeTargetGroupAttributes", { TargetGroupArn: group }).code).toBe(
    "TargetGroupNotFound",
  );
  makeListener(slow, arn, group);
  slow.now += 1000;
  expect(slow.call("DescribeLoadBalancers", members("LoadBalancerArns", [arn])).code).toBe("ok");
  slow.call("DeleteLoadBalancer", { LoadBalancerArn: arn });
  expect(slow.call("DeleteTargetGroup", { TargetGroupArn: group }).code).toBe("ResourceInUse");
  slow.now += 1000;
  expect(slow.call("DeleteTargetGroup", { TargetGroupArn: group }).code).toBe("ok");
});

test("the state is plain JSON at every moment", () => {
  const arn = makeBalancer(bench);
  makeListener(bench, arn, makeGroup(bench));
  expect(JSON.parse(JSON.stringify(bench.state))).toStrictEqual(bench.state);
  expect(bench.world).toEqual(WORLD);
});
