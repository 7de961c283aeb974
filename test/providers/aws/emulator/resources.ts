import { expect } from "vitest";
import type { Answer, Bench } from "./fixture.ts";

type Fields = Readonly<Record<string, string | number>>;

/** `["a", "b"]` as `name.member.1`, `name.member.2`. */
export const members = (name: string, values: readonly (string | number)[]): Fields =>
  Object.fromEntries(values.map((value, index) => [`${name}.member.${index + 1}`, value]));

/** `{ k: "v" }` as `name.member.1.Key`, `name.member.1.Value`. */
export const keyed = (name: string, pairs: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(
    Object.entries(pairs).flatMap(([key, value], index) => [
      [`${name}.member.${index + 1}.Key`, key],
      [`${name}.member.${index + 1}.Value`, value],
    ]),
  );

export const NLB = {
  Name: "api",
  Type: "network",
  Scheme: "internal",
  ...members("Subnets", ["subnet-a", "subnet-b", "subnet-c"]),
} as const;

export const GROUP = {
  Name: "masters",
  Protocol: "TCP",
  Port: 6443,
  VpcId: "vpc-1",
  TargetType: "ip",
} as const;

const made = (answer: Answer, arn: string): string => {
  expect(answer.code, answer.body).toBe("ok");
  return answer.first(arn);
};

export const makeBalancer = (bench: Bench, fields: Fields = {}): string =>
  made(bench.call("CreateLoadBalancer", { ...NLB, ...fields }), "LoadBalancerArn");

export const makeGroup = (bench: Bench, fields: Fields = {}): string =>
  made(bench.call("CreateTargetGroup", { ...GROUP, ...fields }), "TargetGroupArn");

export const forwardTo = (group: string): Fields => ({
  "DefaultActions.member.1.Type": "forward",
  "DefaultActions.member.1.TargetGroupArn": group,
});

export const makeListener = (bench: Bench, balancer: string, group: string, fields: Fields = {}): string =>
  made(
    bench.call("CreateListener", {
      LoadBalancerArn: balancer,
      Protocol: "TCP",
      Port: 6443,
      ...forwardTo(group),
      ...fields,
    }),
    "ListenerArn",
  );

export const target = (n: number, id: string, port?: number): Fields => ({
  [`Targets.member.${n}.Id`]: id,
  ...(port === undefined ? {} : { [`Targets.member.${n}.Port`]: port }),
});

/** The three masters as ip targets. */
export const MASTERS: Fields = {
  ...target(1, "127.0.1.10"),
  ...target(2, "127.0.2.10"),
  ...target(3, "127.0.3.10"),
};
