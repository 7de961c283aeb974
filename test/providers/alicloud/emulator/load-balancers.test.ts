import { describe, expect, test } from "vitest";
import { Bench, type Parameters } from "./bench.ts";

const intranet: Parameters = { VSwitchId: "vsw-g", InstanceChargeType: "PayByCLCU" };

describe("CreateLoadBalancer", () => {
  test("an intranet instance, all in one call", () => {
    const bench = new Bench();
    const made = bench.do("CreateLoadBalancer", {
      ...intranet,
      VpcId: "vpc-1",
      LoadBalancerName: "api",
      DeleteProtection: "on",
      ModificationProtectionStatus: "ConsoleProtection",
      ModificationProtectionReason: "slbctl",
      "Tag.1.Key": "slbctl/name",
      "Tag.1.Value": "api",
      "Tag.2.Key": "empty",
      "Tag.2.Value": "",
    });
    expect(made).toMatchObject({
      LoadBalancerId: expect.stringMatching(/^lb-[a-z0-9]{21}$/),
      LoadBalancerName: "api",
      Address: "127.0.20.1",
      AddressIPVersion: "ipv4",
      NetworkType: "vpc",
      VpcId: "vpc-1",
      VSwitchId: "vsw-g",
    });
    const read = bench.do("DescribeLoadBalancerAttribute", { LoadBalancerId: made.LoadBalancerId });
    expect(read).toMatchObject({
      LoadBalancerStatus: "active",
      AddressType: "intranet",
      InstanceChargeType: "PayByCLCU",
      LoadBalancerSpec: "slb.lcu.elastic",
      InternetChargeType: "paybytraffic",
      DeleteProtection: "on",
      ModificationProtectionStatus: "ConsoleProtection",
      ModificationProtectionReason: "slbctl",
      MasterZoneId: "cn-hangzhou-g",
      SlaveZoneId: "cn-hangzhou-h",
      CreateTime: "2026-11-23T12:00:00Z",
      BackendServers: { BackendServer: [] },
      ListenerPorts: { ListenerPort: [] },
      Tags: {
        Tag: [
          { TagKey: "slbctl/name", TagValue: "api" },
          { TagKey: "empty", TagValue: "" },
        ],
      },
    });
  });

  test("addresses: a fixed one, the next free one, the last one", () => {
    const bench = new Bench();
    const address = (parameters: Parameters) =>
      bench.do("CreateLoadBalancer", { ...intranet, ...parameters }).Address;
    expect(address({ Address: "127.0.20.1" })).toBe("127.0.20.1");
    expect(address({})).toBe("127.0.20.2");
    // A /29 less the first and the last three addresses.
    const tiny = { VSwitchId: "vsw-tiny" };
    expect([1, 2, 3, 4].map(() => address(tiny))).toEqual([1, 2, 3, 4].map((n) => `127.0.23.${n}`));
    expect(bench.call("CreateLoadBalancer", { ...intranet, ...tiny }).code).toBe(
      "VSwitchAvailableIpNotExist",
    );
    expect(bench.do("CreateLoadBalancer", { InstanceChargeType: "PayByCLCU" })).toMatchObject({
      Address: "127.254.0.1",
      NetworkType: "classic",
    });
  });

  test.each<[string, Parameters, string]>([
    ["neither charge type nor specification", { VSwitchId: "vsw-g" }, "ShareSlbHaltSales"],
    [
      "PayBySpec without one",
      { ...intranet, InstanceChargeType: "PayBySpec" },
      "MissingParam.LoadBalancerSpec",
    ],
    [
      "an unknown charge type",
      { ...intranet, InstanceChargeType: "Free" },
      "IllegalParam.InstanceChargeType",
    ],
    [
      "bandwidth with CLCU",
      { ...intranet, InternetChargeType: "paybybandwidth" },
      "Instance.InternetChargeTypeNotAllowed",
    ],
    ["too much bandwidth", { ...intranet, Bandwidth: 5121 }, "InvalidParameter.Bandwidth"],
    ["no vSwitch", { InstanceChargeType: "PayByCLCU", AddressType: "intranet" }, "MissingParam.VSwitchId"],
    ["an unknown vSwitch", { ...intranet, VSwitchId: "vsw-x" }, "VSwitchNotExist"],
    ["an unknown VPC", { ...intranet, VpcId: "vpc-x" }, "InvalidVpcId.NotExist"],
    ["the vSwitch of another VPC", { ...intranet, VpcId: "vpc-2" }, "InvalidParameter.Mismatch"],
    ["an address outside of the vSwitch", { ...intranet, Address: "127.0.21.9" }, "InvalidParameter"],
    ["a reserved address", { ...intranet, Address: "127.0.20.255" }, "InvalidParameter"],
    ["no address", { ...intranet, Address: "here" }, "InvalidParameter"],
    ["IPv6", { ...intranet, AddressIPVersion: "ipv6" }, "RegionOrZonesNotSupportIpv6"],
    ["a zone that is not there", { ...intranet, MasterZoneId: "cn-hangzhou-z" }, "PRODUCT.NOT_AVAILABLE_IZ"],
    ["a name that begins with a digit", { ...intranet, LoadBalancerName: "1api" }, "InvalidParameter"],
    ["a name of 81 characters", { ...intranet, LoadBalancerName: "a".repeat(81) }, "InvalidParameter"],
    [
      "a reason of digits",
      { ...intranet, ModificationProtectionReason: "1" },
      "InvalidParam.ModificationProtectionReason",
    ],
    [
      "an unknown protection",
      { ...intranet, ModificationProtectionStatus: "on" },
      "InvalidParam.ModificationProtectionStatus",
    ],
    ["a reserved tag key", { ...intranet, "Tag.1.Key": "acs:x" }, "InvalidParam.TagKey"],
    [
      "a tag value with an address",
      { ...intranet, "Tag.1.Key": "x", "Tag.1.Value": "http://x" },
      "InvalidParam.TagValue",
    ],
    ["a token of 65 characters", { ...intranet, ClientToken: "x".repeat(65) }, "InvalidParameter"],
    ["an unknown region", { ...intranet, RegionId: "cn-atlantis" }, "InvalidRegionId.NotFound"],
    ["no region", { ...intranet, RegionId: "" }, "MissingRegionId"],
  ])("refuses %s", (_what, parameters, code) => {
    const bench = new Bench();
    expect(bench.call("CreateLoadBalancer", parameters).code).toBe(code);
    expect(bench.state.loadBalancers).toEqual([]);
  });

  test("more than 20 tags, more than 60 instances", () => {
    const bench = new Bench();
    const tags = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`Tag.${n + 1}.Key`, `k${n}`]));
    expect(bench.call("CreateLoadBalancer", { ...intranet, ...tags }).code).toBe("SizeLimitExceeded.Tag");
    for (let n = 0; n < 60; n += 1) bench.balancer();
    expect(bench.call("CreateLoadBalancer", intranet).code).toBe("OverQuota");
    expect(bench.call("CreateLoadBalancer", { ...intranet, RegionId: "cn-beijing" }).code).toBe("ok");
  });

  test("ClientToken: the same request once, another one refused, forgotten after a day", () => {
    const bench = new Bench();
    const create = (parameters: Parameters) =>
      bench.call("CreateLoadBalancer", { ...intranet, ClientToken: "t", ...parameters });
    const { RequestId: first, ...made } = create({}).body;
    const { RequestId: second, ...again } = create({}).body;
    expect(again).toEqual(made);
    expect(second).not.toBe(first);
    expect(bench.state.loadBalancers).toHaveLength(1);
    expect(create({ LoadBalancerName: "other" })).toMatchObject({
      status: 400,
      code: "LX_REQUEST_TOKEN_CONFLICT",
    });
    expect(create({ RegionId: "cn-beijing" }).body.LoadBalancerId).not.toBe(made.LoadBalancerId);
    bench.now += 25 * 3_600_000;
    expect(create({ LoadBalancerName: "other" }).code).toBe("ok");
  });
});

describe("DescribeLoadBalancers", () => {
  const bench = new Bench();
  const ids = Array.from({ length: 12 }, (_, n) =>
    bench.balancer({
      LoadBalancerName: `lb-${n}`,
      VSwitchId: n === 0 ? "vsw-h" : "vsw-g",
      "Tag.1.Key": "owner",
      "Tag.1.Value": n % 2 === 0 ? "even" : "odd",
      "Tag.2.Key": `n${n}`,
      "Tag.2.Value": "x",
    }),
  );
  const shared = bench.do("CreateLoadBalancer", {
    LoadBalancerSpec: "slb.s1.small",
    InternetChargeType: "paybybandwidth",
    Bandwidth: 10,
  }).LoadBalancerId;
  bench.backends(ids[3] ?? "", { ServerId: "i-m1" });
  const found = (parameters: Parameters): string[] =>
    bench
      .do("DescribeLoadBalancers", { PageNumber: 1, PageSize: 100, ...parameters })
      .LoadBalancers.LoadBalancer.map((entry: { LoadBalancerId: string }) => entry.LoadBalancerId);
  const json = (...pairs: [string, string?][]) =>
    JSON.stringify(pairs.map(([tagKey, tagValue]) => ({ tagKey, tagValue })));

  test("pages", () => {
    const page = (PageNumber: number) => bench.do("DescribeLoadBalancers", { PageNumber, PageSize: 5 });
    const pages = [1, 2, 3].map(page);
    expect(pages.map(({ LoadBalancers }) => LoadBalancers.LoadBalancer.length)).toEqual([5, 5, 3]);
    expect(pages[0]).toMatchObject({ PageNumber: 1, PageSize: 5, TotalCount: 13 });
    const all = pages.flatMap(({ LoadBalancers }) => LoadBalancers.LoadBalancer);
    expect(new Set(all.map(({ LoadBalancerId }) => LoadBalancerId)).size).toBe(13);
    expect(page(4).LoadBalancers.LoadBalancer).toEqual([]);
    // Without PageNumber there is no PageSize.
    expect(bench.do("DescribeLoadBalancers", { PageSize: 5 }).LoadBalancers.LoadBalancer).toHaveLength(13);
    expect(bench.call("DescribeLoadBalancers", { PageNumber: 1, PageSize: 101 }).code).toBe(
      "InvalidParameter",
    );
  });

  test.each<[string, Parameters, readonly number[]]>([
    ["ids", { LoadBalancerId: `${ids[1]},${ids[2]}` }, [1, 2]],
    ["a part of the name", { LoadBalancerName: "lb-1" }, [1, 10, 11]],
    ["a vSwitch", { VSwitchId: "vsw-h" }, [0]],
    ["an address", { Address: "127.0.20.1" }, [1]],
    ["a backend", { ServerId: "i-m1" }, [3]],
    ["a backend's address", { ServerIntranetAddress: "127.0.0.11" }, [3]],
    ["two tags, both of which match", { "Tag.1.Key": "owner", "Tag.1.Value": "odd", "Tag.2.Key": "n5" }, [5]],
    ["two tags as JSON, one of which matches", { Tags: json(["n1", "x"], ["n2"]) }, [1, 2]],
    ["another region", { RegionId: "cn-beijing" }, []],
  ])("filter: %s", (_what, parameters, expected) => {
    expect(found(parameters)).toEqual(expected.map((n) => ids[n]));
  });

  test("the charge of traffic is a code here, with its name beside it", () => {
    const [entry] = bench.do("DescribeLoadBalancers", { LoadBalancerId: shared }).LoadBalancers.LoadBalancer;
    expect(entry).toMatchObject({
      InternetChargeType: "3",
      InternetChargeTypeAlias: "paybybandwidth",
      Bandwidth: 10,
      LoadBalancerSpec: "slb.s1.small",
      AddressType: "internet",
    });
    const [other] = bench.do("DescribeLoadBalancers", { LoadBalancerId: ids[0] ?? "" }).LoadBalancers
      .LoadBalancer;
    expect(other).toMatchObject({ InternetChargeType: "4", InternetChargeTypeAlias: "paybytraffic" });
    expect(bench.do("DescribeLoadBalancerAttribute", { LoadBalancerId: shared }).InternetChargeType).toBe(
      "paybybandwidth",
    );
  });

  test.each(["{", "{}", '[{"tagKey":1}]', JSON.stringify(Array(11).fill({ tagKey: "a" }))])(
    "refuses Tags %s",
    (Tags) => expect(bench.call("DescribeLoadBalancers", { Tags }).code).toBe("InvalidTag"),
  );
});

describe("changes", () => {
  test("name, status, protections", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    bench.do("SetLoadBalancerName", { LoadBalancerId, LoadBalancerName: "负载均衡-1" });
    bench.do("SetLoadBalancerStatus", { LoadBalancerId, LoadBalancerStatus: "inactive" });
    bench.do("SetLoadBalancerModificationProtection", {
      LoadBalancerId,
      ModificationProtectionStatus: "ConsoleProtection",
      ModificationProtectionReason: "mine",
    });
    const read = () => bench.do("DescribeLoadBalancerAttribute", { LoadBalancerId });
    expect(read()).toMatchObject({
      LoadBalancerName: "负载均衡-1",
      LoadBalancerStatus: "inactive",
      ModificationProtectionReason: "mine",
    });
    const off = { LoadBalancerId, ModificationProtectionStatus: "NonProtection" };
    bench.do("SetLoadBalancerModificationProtection", off);
    expect(read()).toMatchObject({
      ModificationProtectionStatus: "NonProtection",
      ModificationProtectionReason: "",
    });
  });

  test("deletion protection; listeners and groups go with the instance", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer({ DeleteProtection: "on" });
    bench.listener(LoadBalancerId);
    const { VServerGroupId } = bench.do("CreateVServerGroup", { LoadBalancerId });
    expect(bench.call("DeleteLoadBalancer", { LoadBalancerId }).code).toBe(
      "OperationDenied.DeleteProtectionIsOn",
    );
    bench.do("SetLoadBalancerDeleteProtection", { LoadBalancerId, DeleteProtection: "off" });
    bench.do("DeleteLoadBalancer", { LoadBalancerId });
    const gone = { status: 404, code: "InvalidLoadBalancerId.NotFound" };
    expect(bench.call("DeleteLoadBalancer", { LoadBalancerId })).toMatchObject(gone);
    expect(bench.call("DescribeLoadBalancerAttribute", { LoadBalancerId })).toMatchObject(gone);
    expect(bench.call("DescribeVServerGroupAttribute", { VServerGroupId }).status).toBe(404);
    expect(
      bench.do("DescribeLoadBalancerListeners", { "LoadBalancerId.1": LoadBalancerId }).Listeners,
    ).toEqual([]);
  });

  test("a load balancer of another region is not there", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    const read = (RegionId: string) =>
      bench.call("DescribeLoadBalancerAttribute", { LoadBalancerId, RegionId }).code;
    expect([read("cn-hangzhou"), read(""), read("cn-beijing")]).toEqual([
      "ok",
      "ok",
      "InvalidLoadBalancerId.NotFound",
    ]);
  });

  test("the charge type changes one way", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer({
      InstanceChargeType: "PayBySpec",
      LoadBalancerSpec: "slb.s1.small",
    });
    const charge = (InstanceChargeType: string) =>
      bench.call("ModifyLoadBalancerInstanceChargeType", { LoadBalancerId, InstanceChargeType }).code;
    const spec = () =>
      bench.call("ModifyLoadBalancerInstanceSpec", { LoadBalancerId, LoadBalancerSpec: "slb.s2.small" }).code;
    expect([charge("PayBySpec"), spec(), charge("PayByCLCU")]).toEqual([
      "OperationDenied.PayBySpec",
      "ok",
      "ok",
    ]);
    expect([charge("PayByCLCU"), charge("PayBySpec"), spec()]).toEqual([
      "OperationDenied.PayByCLCU",
      "Forbidden.LcuToSpec",
      "OperationDenied.PayByCLCU",
    ]);
  });
});
