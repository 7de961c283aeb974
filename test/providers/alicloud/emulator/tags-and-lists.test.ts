import { describe, expect, test } from "vitest";
import { Bench, type Parameters } from "./bench.ts";

describe("tags", () => {
  const instance = (id: string): Parameters => ({ ResourceType: "instance", "ResourceId.1": id });

  test("set, replace, list, remove", () => {
    const bench = new Bench();
    const [a, b] = [bench.balancer({ "Tag.1.Key": "old", "Tag.1.Value": "1" }), bench.balancer()];
    const list = (parameters: Parameters) =>
      bench
        .do("ListTagResources", { ResourceType: "instance", ...parameters })
        .TagResources.TagResource.map(
          (tag: Record<string, string>) => `${tag["ResourceId"]} ${tag["TagKey"]}=${tag["TagValue"]}`,
        );
    bench.do("TagResources", {
      ...instance(a),
      "ResourceId.2": b,
      "Tag.1.Key": "old",
      "Tag.1.Value": "2",
      "Tag.2.Key": "new",
      "Tag.2.Value": "",
    });
    expect(list({ "ResourceId.1": a })).toEqual([`${a} old=2`, `${a} new=`]);
    expect(list({ "Tag.1.Key": "old", "Tag.1.Value": "2" })).toHaveLength(4);
    expect(list({ "Tag.1.Key": "old", "Tag.1.Value": "1" })).toEqual([]);
    bench.do("UntagResources", { ...instance(a), "TagKey.1": "old", "TagKey.2": "never" });
    expect(list({ "ResourceId.1": a })).toEqual([`${a} new=`]);
    bench.do("UntagResources", { ...instance(b), All: true });
    expect(list({})).toEqual([`${a} new=`]);
    expect(bench.call("UntagResources", instance(a)).code).toBe("MissingParameter");
  });

  test("listeners, groups and access lists carry tags, too; ListTagResources pages", () => {
    const bench = new Bench();
    const LoadBalancerId = bench.balancer();
    bench.listener(LoadBalancerId);
    const { VServerGroupId } = bench.do("CreateVServerGroup", { LoadBalancerId });
    const { AclId } = bench.do("CreateAccessControlList", { AclName: "office" });
    const resources = { listener: `${LoadBalancerId}_tcp_6443`, vservergroup: VServerGroupId, acl: AclId };
    for (const [ResourceType, id] of Object.entries(resources)) {
      const tag = { ResourceType, "ResourceId.1": id, "Tag.1.Key": "k", "Tag.1.Value": "v" };
      bench.do("TagResources", tag);
      expect(bench.do("ListTagResources", { ResourceType }).TagResources.TagResource).toEqual([
        { ResourceId: id, ResourceType, TagKey: "k", TagValue: "v" },
      ]);
    }
    const [entry] = bench.do("DescribeLoadBalancerListeners", {
      "LoadBalancerId.1": LoadBalancerId,
    }).Listeners;
    expect(entry.Tags).toEqual([{ TagKey: "k", TagValue: "v" }]);
    const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`Tag.${n + 1}.Key`, `k${n}`]));
    for (let n = 0; n < 3; n += 1) bench.balancer(twenty);
    const page = (NextToken: string) => bench.do("ListTagResources", { ResourceType: "instance", NextToken });
    const first = page("");
    const second = page(first.NextToken);
    expect([first, second].map(({ TagResources }) => TagResources.TagResource.length)).toEqual([50, 10]);
    expect(second.NextToken).toBe("");
  });

  test.each<[string, Parameters, string]>([
    ["no resource", { "ResourceId.1": "" }, "MissingResourceId"],
    ["an unknown resource", { "ResourceId.2": "lb-x" }, "InvalidResourceId.NotFound"],
    ["an unknown type", { ResourceType: "balancer" }, "InvalidParameter"],
    ["no tag", { "Tag.1.Key": "" }, "InvalidParam.TagKey"],
    ["a key of 65 characters", { "Tag.1.Key": "k".repeat(65) }, "InvalidParam.TagKey"],
    ["a key that begins with aliyun", { "Tag.1.Key": "Aliyun.x" }, "InvalidParam.TagKey"],
    ["a key twice", { "Tag.2.Key": "k" }, "InvalidParam.TagKey"],
    ["a value of 129 characters", { "Tag.1.Value": "v".repeat(129) }, "InvalidParam.TagValue"],
    ["the 21st tag of a resource", { "Tag.1.Key": "one-more" }, "TagCountLimit"],
  ])("TagResources refuses %s", (_what, parameters, code) => {
    const bench = new Bench();
    const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`Tag.${n + 1}.Key`, `k${n}`]));
    const id = bench.balancer(twenty);
    const before = structuredClone(bench.state.loadBalancers);
    const all = { ...instance(id), "Tag.1.Key": "k", "Tag.1.Value": "v", ...parameters };
    expect(bench.call("TagResources", all).code).toBe(code);
    expect(bench.state.loadBalancers).toEqual(before);
  });
});

describe("access lists", () => {
  const entries = (...ranges: readonly string[]) =>
    JSON.stringify(ranges.map((entry) => ({ entry, comment: `c ${entry}` })));

  test("life of a list", () => {
    const bench = new Bench();
    const { AclId } = bench.do("CreateAccessControlList", { AclName: "office", "Tag.1.Key": "a" });
    expect(bench.call("CreateAccessControlList", { AclName: "office" }).code).toBe("InvalidParameter");
    const add = (...ranges: readonly string[]) =>
      bench.call("AddAccessControlListEntry", { AclId, AclEntrys: entries(...ranges) }).code;
    const read = () => bench.do("DescribeAccessControlListAttribute", { AclId, Page: 1, PageSize: 50 });
    const remove = (...ranges: readonly string[]) =>
      bench.call("RemoveAccessControlListEntry", { AclId, AclEntrys: entries(...ranges) }).code;
    expect(remove("10.0.0.0/8")).toBe("AclEntryEmpty");
    expect([add("10.0.0.0/8", "192.0.2.7"), add("10.0.0.0/8")]).toEqual(["ok", "ok"]);
    expect(read()).toMatchObject({
      AclName: "office",
      AddressIPVersion: "ipv4",
      TotalAclEntry: 2,
      AclEntrys: {
        AclEntry: [
          { AclEntryIP: "10.0.0.0/8", AclEntryComment: "c 10.0.0.0/8" },
          { AclEntryIP: "192.0.2.7/32", AclEntryComment: "c 192.0.2.7" },
        ],
      },
      RelatedListeners: { RelatedListener: [] },
    });
    expect([add("here"), add("10.0.0.0/33"), add("fd00::/8"), add(...Array(51).fill("10.0.0.0/8"))]).toEqual(
      Array(4).fill("InvalidParameter"),
    );
    expect(remove("10.0.0.0/8", "172.16.0.0/12")).toBe("ok");
    expect(read().TotalAclEntry).toBe(1);

    const LoadBalancerId = bench.balancer();
    bench.listener(LoadBalancerId, { AclStatus: "on", AclType: "white", AclId });
    expect(read().RelatedListeners.RelatedListener).toEqual([
      { LoadBalancerId, ListenerPort: 6443, Protocol: "tcp", AclType: "white" },
    ]);
    expect(bench.call("DeleteAccessControlList", { AclId }).code).toBe("AclInUsed");
    bench.do("SetLoadBalancerTCPListenerAttribute", { LoadBalancerId, ListenerPort: 6443, AclStatus: "off" });
    bench.do("SetAccessControlListAttribute", { AclId, AclName: "home" });
    expect(bench.do("DescribeAccessControlLists", { AclName: "hom" }).Acls.Acl).toMatchObject([
      { AclId, AclName: "home", Tags: { Tag: [{ TagKey: "a", TagValue: "" }] } },
    ]);
    bench.do("DeleteAccessControlList", { AclId });
    expect(bench.call("DeleteAccessControlList", { AclId }).code).toBe("AclNotExist");
  });

  test("300 entries, and pages of lists and entries", () => {
    const bench = new Bench();
    const { AclId } = bench.do("CreateAccessControlList", { AclName: "big" });
    const add = (from: number, count: number) => {
      const ranges = Array.from(
        { length: count },
        (_, n) => `10.${Math.floor((from + n) / 250)}.${(from + n) % 250}.0/24`,
      );
      return bench.call("AddAccessControlListEntry", { AclId, AclEntrys: entries(...ranges) }).code;
    };
    for (let from = 0; from < 300; from += 50) expect(add(from, 50)).toBe("ok");
    expect(add(300, 1)).toBe("QuotaLimitExceeds.TotalAclEntry");
    const read = (parameters: Parameters) =>
      bench.do("DescribeAccessControlListAttribute", { AclId, ...parameters }).AclEntrys.AclEntry.length;
    expect([read({}), read({ Page: 6, PageSize: 50 }), read({ Page: 7, PageSize: 50 })]).toEqual([10, 50, 0]);
    for (let n = 0; n < 11; n += 1) bench.do("CreateAccessControlList", { AclName: `acl-${n}` });
    const lists = (parameters: Parameters) => bench.do("DescribeAccessControlLists", parameters);
    expect(lists({})).toMatchObject({ PageNumber: 1, PageSize: 10, TotalCount: 12, Count: 10 });
    expect(lists({ PageNumber: 2, PageSize: 10 }).Acls.Acl).toHaveLength(2);
    expect(bench.call("DescribeAccessControlLists", { PageSize: 51 }).code).toBe("InvalidParameter");
  });
});

describe("lookups", () => {
  const bench = new Bench();

  test("regions", () => {
    const regions = bench.do("DescribeRegions").Regions.Region;
    expect(regions).toContainEqual({
      RegionId: "cn-hangzhou",
      LocalName: "China (Hangzhou)",
      RegionEndpoint: "slb.cn-hangzhou.aliyuncs.com",
    });
  });

  test("zones are those of the world, each with the others as slaves", () => {
    const zones = bench.do("DescribeZones").Zones.Zone;
    expect(zones.map(({ ZoneId }: { ZoneId: string }) => ZoneId)).toEqual([
      "cn-hangzhou-g",
      "cn-hangzhou-h",
      "cn-hangzhou-i",
    ]);
    expect(zones[0].SlaveZones.SlaveZone.map(({ ZoneId }: { ZoneId: string }) => ZoneId)).toEqual([
      "cn-hangzhou-h",
      "cn-hangzhou-i",
    ]);
    expect(bench.do("DescribeZones", { RegionId: "cn-beijing" }).Zones.Zone).toEqual([]);
  });

  test("available resources", () => {
    const resources = (parameters: Parameters) =>
      bench.do("DescribeAvailableResource", parameters).AvailableResources.AvailableResource;
    expect(resources({ AddressType: "vpc" })).toContainEqual({
      MasterZoneId: "cn-hangzhou-g",
      SlaveZoneId: "cn-hangzhou-h",
      SupportResources: { SupportResource: [{ AddressType: "vpc", AddressIPVersion: "ipv4" }] },
    });
    expect(resources({})).toHaveLength(6);
    expect(resources({ AddressIPVersion: "ipv6" })).toEqual([]);
  });
});
