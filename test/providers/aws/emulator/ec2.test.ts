import { describe, expect, test } from "vitest";
import { Bench } from "./fixture.ts";
import { makeBalancer, members } from "./resources.ts";

const bench = new Bench();
const ec2 = (action: string, fields: Record<string, string> = {}) =>
  bench.call(action, fields, { service: "ec2" });
const filter = (name: string, ...values: string[]) => ({
  "Filter.1.Name": name,
  ...Object.fromEntries(values.map((value, index) => [`Filter.1.Value.${index + 1}`, value])),
});

test("GetCallerIdentity", () => {
  const answer = bench.call("GetCallerIdentity", {}, { service: "sts" });
  expect([answer.first("Account"), answer.first("Arn")]).toEqual([
    "123456789012",
    "arn:aws:iam::123456789012:user/emulator",
  ]);
});

describe("reads of the world", () => {
  test("VPCs have the smallest range that holds their subnets", () => {
    expect(ec2("DescribeVpcs", { "VpcId.1": "vpc-1" }).all("cidrBlock")).toEqual([
      "127.0.0.0/21",
      "127.0.0.0/21",
    ]);
    expect(ec2("DescribeVpcs").all("vpcId")).toEqual(["vpc-1", "vpc-2"]);
    expect(ec2("DescribeVpcs", { "VpcId.1": "vpc-9" }).code).toBe("InvalidVpcID.NotFound");
  });

  test("subnets count the addresses that are taken", () => {
    const free = () =>
      Number(ec2("DescribeSubnets", { "SubnetId.1": "subnet-a" }).first("availableIpAddressCount"));
    expect(free()).toBe(250);
    makeBalancer(bench, { Name: "counted" });
    expect(free()).toBe(249);
  });

  test("filters: exact, several values, wildcards, several filters, unknown names", () => {
    const ids = (fields: Record<string, string>) => ec2("DescribeSubnets", fields).all("subnetId");
    expect(ids(filter("vpc-id", "vpc-2"))).toEqual(["subnet-other"]);
    expect(ids(filter("subnet-id", "subnet-a", "subnet-b"))).toEqual(["subnet-a", "subnet-b"]);
    expect(ids(filter("subnet-id", "subnet-a*"))).toEqual(["subnet-a", "subnet-a2"]);
    expect(ids(filter("subnet-id", "subnet.a"))).toEqual([]);
    expect(
      ids({
        ...filter("vpc-id", "vpc-1"),
        "Filter.2.Name": "availability-zone",
        "Filter.2.Value.1": "us-east-1a",
      }),
    ).toEqual(["subnet-a", "subnet-a2"]);
    expect(ec2("DescribeSubnets", filter("colour", "red")).code).toBe("InvalidParameterValue");
  });

  test("instances, security groups and account attributes", () => {
    const answer = ec2("DescribeInstances", filter("tag:Name", "m2"));
    expect([answer.first("instanceId"), answer.all("privateIpAddress")[0], answer.first("name")]).toEqual([
      "i-00000000000000002",
      "127.0.2.10",
      "running",
    ]);
    expect(ec2("DescribeSecurityGroups", filter("vpc-id", "vpc-1")).all("groupId")).toEqual(["sg-1", "sg-2"]);
    expect(
      ec2("DescribeAccountAttributes", { "AttributeName.1": "default-vpc" }).all("attributeName"),
    ).toEqual(["default-vpc"]);
    expect(ec2("RunInstances").code).toBe("InvalidAction");
  });
});

test("a load balancer node's interface is found by its description and carries the groups", () => {
  const arn = makeBalancer(bench, { Name: "nodes", ...members("SecurityGroups", ["sg-2"]) });
  const answer = ec2(
    "DescribeNetworkInterfaces",
    filter("description", `ELB ${arn.split("loadbalancer/")[1]}`),
  );
  expect(answer.all("availabilityZone")).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
  const balancer = bench.state.loadBalancers.find(({ name }) => name === "nodes");
  expect(answer.all("networkInterfaceId")).toEqual(
    balancer?.zones.map(({ networkInterfaceId }) => networkInterfaceId),
  );
  expect([answer.first("requesterManaged"), answer.first("interfaceType"), answer.first("groupId")]).toEqual([
    "true",
    "network_load_balancer",
    "sg-2",
  ]);
  bench.call("DeleteLoadBalancer", { LoadBalancerArn: arn });
  expect(
    ec2("DescribeNetworkInterfaces", filter("description", "ELB net/nodes/*")).all("networkInterfaceId"),
  ).toEqual([]);
});

test("quotas are paged", () => {
  const first = bench.call("DescribeAccountLimits", { PageSize: 4 });
  const second = bench.call("DescribeAccountLimits", { PageSize: 4, Marker: first.first("NextMarker") });
  expect([...first.all("Name"), ...second.all("Name")]).toHaveLength(6);
  expect(second.all("NextMarker")).toEqual([]);
});
