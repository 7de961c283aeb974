import { describe, expect, it } from "vitest";
import { evidence as alicloud } from "../../providers/alicloud/evidence.ts";
import { evidence as aws } from "../../providers/aws/evidence.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { EvidenceDocument, ProviderEvidence } from "../../src/core/provider.ts";
import { factOf, fold, knownValue } from "../../src/core/topology.ts";
import { nodeOf } from "../../src/doctor/join-backends.ts";
import { joinInstances, mapped } from "../../src/doctor/join-instances.ts";

// Members of the answers: EC2 API 2016-11-15 and ECS API 2014-05-26 (references, checked 2026-11-23). Ids are made up.
const describeInstances = {
  Reservations: [
    {
      Instances: [
        {
          InstanceId: "i-0aaa",
          State: { Code: 16, Name: "running" },
          PrivateIpAddress: "10.0.1.11",
          PrivateDnsName: "ip-10-0-1-11.eu-central-1.compute.internal",
          SubnetId: "subnet-1",
          Placement: { AvailabilityZone: "eu-central-1a", Tenancy: "default" },
          NetworkInterfaces: [
            {
              NetworkInterfaceId: "eni-0aaa",
              PrivateIpAddress: "10.0.1.11",
              PrivateIpAddresses: [
                { Primary: true, PrivateIpAddress: "10.0.1.11" },
                { Primary: false, PrivateIpAddress: "10.0.1.12" },
              ],
            },
          ],
        },
        { InstanceId: "i-0old", State: { Code: 48, Name: "terminated" }, NetworkInterfaces: [] },
      ],
    },
  ],
};

const describeNetworkInterfaces = {
  NetworkInterfaces: [
    {
      NetworkInterfaceId: "eni-0bbb",
      Attachment: { InstanceId: "i-0aaa", DeviceIndex: 1 },
      PrivateIpAddress: "10.0.9.11",
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.9.11" }],
      SubnetId: "subnet-9",
      AvailabilityZone: "eu-central-1a",
    },
  ],
};

const ecsInstances = {
  TotalCount: 1,
  Instances: {
    Instance: [
      {
        InstanceId: "i-bp1aaa",
        HostName: "m1",
        ZoneId: "cn-hangzhou-h",
        InnerIpAddress: { IpAddress: [] },
        VpcAttributes: { VSwitchId: "vsw-1", PrivateIpAddress: { IpAddress: ["10.0.1.11"] } },
        NetworkInterfaces: {
          NetworkInterface: [{ NetworkInterfaceId: "eni-bp1aaa", PrimaryIpAddress: "10.0.1.11" }],
        },
      },
    ],
  },
};

const ecsInterfaces = {
  NetworkInterfaceSets: {
    NetworkInterfaceSet: [
      {
        NetworkInterfaceId: "eni-bp1bbb",
        InstanceId: "i-bp1aaa",
        PrivateIpAddress: "10.0.9.11",
        PrivateIpSets: { PrivateIpSet: [{ Primary: true, PrivateIpAddress: "10.0.9.11" }] },
        ZoneId: "cn-hangzhou-h",
        VSwitchId: "vsw-9",
      },
    ],
  },
};

const ORIGIN = { kind: "observed", source: "nodes.json" } as const;
const said = (provider: ProviderEvidence, ...values: readonly object[]): Observation[] =>
  values.flatMap((value) => {
    const document: EvidenceDocument = { value, source: "cloud.json" };
    const found = provider.recognise?.(document);
    expect(found).toBeDefined();
    return [...(found ?? [])];
  });
const node = (name: string, addresses: readonly string[], instanceId?: string): Observation[] => [
  observed("node", name, "addresses", addresses, ORIGIN),
  ...(instanceId === undefined ? [] : [observed("node", name, "instanceId", instanceId, ORIGIN)]),
];
const join = (...observations: readonly Observation[]) =>
  fold([...observations, ...joinInstances(fold(observations))]);

describe.each([
  ["aws", aws, describeInstances, describeNetworkInterfaces, "i-0aaa", ["eni-0aaa", "eni-0bbb"]],
  ["alicloud", alicloud, ecsInstances, ecsInterfaces, "i-bp1aaa", ["eni-bp1aaa", "eni-bp1bbb"]],
] as const)("%s", (_id, provider, machines, cards, instance, interfaces) => {
  const cloud = () => said(provider, machines, cards);

  it("an address joins a machine to its node, which then has all that the cloud says of it", () => {
    const topology = join(...node("master-1", ["10.0.1.11"]), ...node("master-2", ["10.0.1.99"]), ...cloud());
    expect(knownValue(topology, "node", "master-1", "instanceId")).toBe(instance);
    expect(knownValue(topology, "node", "master-1", "interfaceIds")).toEqual(interfaces);
    expect(knownValue(topology, "node", "master-1", "addresses")).toContain("10.0.9.11");
    expect(knownValue(topology, "node", "master-1", "zone")).toBe(
      instance === "i-0aaa" ? "eu-central-1a" : "cn-hangzhou-h",
    );
    expect(knownValue(topology, "node", "master-1", "subnet")).toBe(
      instance === "i-0aaa" ? "subnet-1" : "vsw-1",
    );
    for (const backend of [
      { instanceId: instance },
      { interfaceId: interfaces[1] },
      { address: "10.0.9.11" },
    ])
      expect(nodeOf(topology, { ...backend, port: 6443, weight: 1 })).toBe("master-1");
    expect(knownValue(topology, "node", "master-2", "instanceId")).toBeUndefined();
  });

  it("an instance id joins it, whatever the addresses", () => {
    const topology = join(...node("master-1", [], instance), ...node("master-2", ["10.0.1.11"]), ...cloud());
    expect(knownValue(topology, "node", "master-1", "interfaceIds")).toEqual(interfaces);
    expect(knownValue(topology, "node", "master-2", "interfaceIds")).toBeUndefined();
  });

  it("a host name or private DNS name joins it where nothing else does", () => {
    const name = instance === "i-0aaa" ? "ip-10-0-1-11" : "M1.cluster.internal";
    const topology = join(...node(name, []), ...cloud());
    expect(knownValue(topology, "node", name, "instanceId")).toBe(instance);
  });

  it("by hand", () => {
    const topology = join(...node("master-1", ["192.168.0.1"]), mapped(instance, "master-1"), ...cloud());
    expect(knownValue(topology, "node", "master-1", "interfaceIds")).toEqual(interfaces);
  });

  it("a node that says that it is another machine is not joined by its address", () => {
    const topology = join(...node("master-1", ["10.0.1.11"], "i-other"), ...cloud());
    expect(knownValue(topology, "node", "master-1", "instanceId")).toBe("i-other");
    expect(nodeOf(topology, { instanceId: instance, port: 6443, weight: 1 })).toBeUndefined();
  });

  it("two nodes with one address, as in two VPCs, are told apart by nobody", () => {
    const topology = join(...node("a1", ["10.0.1.11"]), ...node("b1", ["10.0.1.11"]), ...cloud());
    expect(nodeOf(topology, { instanceId: instance, port: 6443, weight: 1 })).toBeUndefined();
    expect(factOf(topology, "node", "a1", "instanceId").state).toBe("unknown");
  });
});

it("two machines that claim one node join neither", () => {
  const [again] = describeInstances.Reservations;
  const twin = { Reservations: [{ Instances: [{ ...again?.Instances[0], InstanceId: "i-0twin" }] }] };
  const topology = join(...node("m1", ["10.0.1.11"]), ...said(aws, describeInstances, twin));
  expect(factOf(topology, "node", "m1", "instanceId").state).toBe("unknown");
});

it("a terminated machine is no machine", () => {
  const topology = fold(said(aws, describeInstances));
  expect([...topology.subjects.instance.keys()]).toEqual(["i-0aaa"]);
});

it("--map tells addresses, interfaces and instances apart by their looks", () => {
  expect(
    [mapped("10.1.2.3", "m1"), mapped("eni-1", "m1"), mapped("i-1", "m1")].map(({ fact }) => fact),
  ).toEqual(["addresses", "interfaceIds", "instanceId"]);
});

it("answers that belong to other services are left to others", () => {
  for (const value of [{ Instances: [] }, { NetworkInterfaces: "x" }, { Reservations: 1 }, null, []])
    for (const provider of [aws, alicloud])
      expect(provider.recognise?.({ value, source: "x" })).toBeUndefined();
});
