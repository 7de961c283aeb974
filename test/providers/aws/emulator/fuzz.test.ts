import fc from "fast-check";
import { expect, test } from "vitest";
import { OPERATIONS } from "../../../../providers/aws/emulator/operations.ts";
import type { Handled } from "../../../../src/emulator/types.ts";
import { Bench, signed } from "./fixture.ts";
import { MASTERS, makeBalancer, makeGroup, makeListener } from "./resources.ts";

/** A bench with something of everything, so that references can hit. */
function furnished(): { bench: Bench; arns: string[] } {
  const bench = new Bench();
  const balancer = makeBalancer(bench);
  const group = makeGroup(bench);
  const listener = makeListener(bench, balancer, group);
  bench.call("RegisterTargets", { TargetGroupArn: group, ...MASTERS });
  bench.now += 2000;
  return { bench, arns: [balancer, group, listener] };
}

const NAMES = [
  ..."Action Version Name Names Type Scheme Subnets SubnetMappings SecurityGroups Tags TagKeys ResourceArns".split(
    " ",
  ),
  ..."LoadBalancerArn LoadBalancerArns TargetGroupArn TargetGroupArns ListenerArn ListenerArns RuleArns".split(
    " ",
  ),
  ..."Protocol Port VpcId TargetType Targets Attributes DefaultActions Marker PageSize Matcher Filter".split(
    " ",
  ),
  ..."HealthCheckProtocol HealthCheckPath HealthCheckPort HealthCheckIntervalSeconds IpAddressType".split(
    " ",
  ),
];
const TAILS = [
  "",
  ".member.1",
  ".member.2",
  ".member.1.Key",
  ".member.1.Value",
  ".member.1.Id",
  ".member.1.Type",
];
const MORE_TAILS = [
  ".member.1.TargetGroupArn",
  ".member.1.SubnetId",
  ".HttpCode",
  ".1.Name",
  ".1.Value.1",
  ".member.__proto__",
];

const { bench: sample, arns } = furnished();
const field = fc.oneof(
  fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...TAILS, ...MORE_TAILS))
    .map(([name, tail]) => `${name}${tail}`),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const value = fc.oneof(
  fc.constantFrom(
    ...arns,
    "network",
    "internal",
    "subnet-a",
    "vpc-1",
    "TCP",
    "forward",
    "6443",
    "127.0.1.10",
    "true",
    "",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const action = fc.constantFrom(...Object.keys(OPERATIONS.elbv2), ...Object.keys(OPERATIONS.ec2), "Nothing");
const service = fc.constantFrom("elasticloadbalancing", "ec2", "sts");

function sound({ response }: Handled): void {
  expect(response.status, response.body).toBeLessThan(500);
  const stack: string[] = [];
  for (const [, closing, name, own] of response.body.matchAll(/<(\/?)([A-Za-z0-9]+)(?: [^>]*?)?(\/?)>/g))
    if (closing === "/") expect(stack.pop()).toBe(name);
    else if (own !== "/") stack.push(name ?? "");
  expect(stack).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is what is tested
  expect(response.body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
}

test("signed nonsense is refused in well-formed XML; a refusal leaves the state as it was", () => {
  fc.assert(
    fc.property(action, service, fc.dictionary(field, value, { maxKeys: 8 }), (name, api, fields) => {
      const { bench } = furnished();
      const before = structuredClone(bench.state);
      const handled = bench.handle(
        signed({ Action: name, ...fields }, { at: bench.now, service: api as "elasticloadbalancing" }),
      );
      sound(handled);
      if (handled.response.status !== 200 || !handled.write) expect(bench.state).toEqual(before);
      expect(JSON.parse(JSON.stringify(bench.state))).toStrictEqual(bench.state);
      for (const socket of bench.emulator.dataPlane(bench.context)) expect(socket.port).toBeGreaterThan(0);
    }),
    { numRuns: 400, seed: 20261123 },
  );
});

test("unsigned bytes never get past the door", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const headers = fc.dictionary(
    fc.constantFrom("authorization", "x-amz-date", "host", "x-amz-security-token"),
    text,
  );
  const near = fc.constantFrom(
    "AWS4-HMAC-SHA256 Credential=emulator/20261123/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host;__proto__;constructor, Signature=00",
    "AWS4-HMAC-SHA256 =,=,Credential=a/b/c/d/aws4_request,SignedHeaders=__proto__,Signature=%",
  );
  fc.assert(
    fc.property(text, text, text, headers, fc.option(near), (method, path, body, given, authorization) => {
      const handled = sample.handle({
        method,
        path,
        query: body,
        headers: {
          ...given,
          ...(authorization === null ? {} : { authorization, "x-amz-date": "20261123T120000Z" }),
        },
        body: Buffer.from(body),
      });
      sound(handled);
      expect([400, 403]).toContain(handled.response.status);
    }),
    { numRuns: 300, seed: 20261123 },
  );
});
