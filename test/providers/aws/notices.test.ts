import { expect, it } from "vitest";
import { notices } from "../../../providers/aws/notices.ts";
import type { SpecInput } from "../../../src/core/spec.ts";
import { MASTERS, specWith } from "./spec.ts";

const english = (changes: Partial<SpecInput>) => notices(specWith(changes)).map(({ en }) => en);

it("names the load balancer's security group on both sides of the load balancer, whatever happens to client addresses", () => {
  const told = [
    "the masters' security groups must allow TCP 6443 from the load balancer's security group (sg-1, sg-2)",
    "the load balancer's security group (sg-1, sg-2) must allow TCP 443 in from every client, the masters included, and TCP 6443 out to the masters",
  ];
  for (const clientAddress of ["auto", "replace", "preserve"] as const)
    expect(english({ port: 443, securityGroups: ["sg-1", "sg-2"], clientAddress })).toEqual(told);
});

it("names chosen addresses, else the subnets, where there is no security group", () => {
  expect(english({ subnets: [{ id: "s1", address: "10.0.0.9" }] })).toEqual([
    "the masters' security groups must allow TCP 6443 from the load balancer's addresses (10.0.0.9)",
  ]);
  // One address that AWS chooses is enough for none of them to be all.
  expect(english({ subnets: [{ id: "s1", address: "10.0.0.9" }, { id: "s2" }] })).toEqual([
    "the masters' security groups must allow TCP 6443 from the address ranges of the load balancer's subnets (s1, s2)",
  ]);
});

it("asks for all clients where their addresses are kept, and for the probes besides", () => {
  const told = english({ clientAddress: "preserve", healthCheck: { port: 6440, protocol: "http" } });
  expect(told).toEqual([
    "the masters' security groups must allow TCP 6443 from the address ranges of all clients, since the load balancer keeps client addresses",
    "for the health checks, they must allow TCP 6440 from the address ranges of the load balancer's subnets (subnet-1, subnet-2, subnet-3)",
  ]);
});

it("names every port of the masters, and that of the check", () => {
  const masters = MASTERS.map((master, index) => ({ ...master, port: 6443 + (index % 2) }));
  expect(english({ masters, healthCheck: { port: 6440 } })[0]).toContain("TCP 6443, 6444, 6440 from");
});

it("says it in Chinese with the same names and numbers", () => {
  for (const changes of [{ securityGroups: ["sg-1"] }, { clientAddress: "preserve" as const }, {}])
    for (const { en, zh } of notices(specWith(changes)))
      expect(zh.match(/(TCP [\d, ]*\d|sg-\d|subnet-\d)/g)?.sort()).toEqual(
        en.match(/(TCP [\d, ]*\d|sg-\d|subnet-\d)/g)?.sort(),
      );
});
