import { describe, expect, test } from "vitest";
import {
  authenticate,
  parseAuthorization,
  signatureOf,
} from "../../../../providers/aws/emulator/wire/sigv4.ts";
import type { WireRequest } from "../../../../src/emulator/types.ts";
import { Bench, signed } from "./fixture.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

const request = (parts: Partial<WireRequest>): WireRequest => ({
  method: "GET",
  path: "/",
  query: "",
  headers: {},
  body: Buffer.alloc(0),
  ...parts,
});

/** AWS's published signature test suite: service `service`, us-east-1, 2015-08-30 12:36 UTC. */
const SUITE: readonly (readonly [name: string, parts: Partial<WireRequest>, signature: string])[] = [
  ["get-vanilla", {}, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  [
    "get-vanilla-query-order-key-case",
    { query: "Param2=value2&Param1=value1" },
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  ],
  ["post-vanilla", { method: "POST" }, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  [
    "get-relative",
    { path: "/example/.." },
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  ],
  [
    "get-slashes",
    { path: "//example//" },
    "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
  ],
];

describe("vectors that others published", () => {
  test.each(SUITE)("test suite: %s", (_name, parts, signature) => {
    const headers = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" };
    const scope = { date: "20150830T123600Z", region: "us-east-1", service: "service" };
    expect(
      signatureOf(request({ headers, ...parts }), SECRET, {
        ...scope,
        signedHeaders: ["host", "x-amz-date"],
      }),
    ).toBe(signature);
  });

  test("test suite: post-x-www-form-urlencoded", () => {
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      host: "example.amazonaws.com",
      "x-amz-date": "20150830T123600Z",
    };
    const posted = request({ method: "POST", headers, body: Buffer.from("Param1=value1") });
    expect(
      signatureOf(posted, SECRET, {
        date: "20150830T123600Z",
        region: "us-east-1",
        service: "service",
        signedHeaders: ["content-type", "host", "x-amz-date"],
      }),
    ).toBe("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  });

  test("the documented ListUsers request to IAM", () => {
    const listUsers = request({
      query: "Action=ListUsers&Version=2010-05-08",
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        host: "iam.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
        authorization:
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
      },
    });
    const credentials = [{ accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET }];
    const now = Date.UTC(2015, 7, 30, 12, 36);
    expect(authenticate(listUsers, { service: "iam", credentials, now }).region).toBe("us-east-1");
  });
});

/** Made with botocore 1.43.11's SigV4Auth, its clock held at 2026-11-23 12:00:00 UTC. */
const BOTOCORE: readonly (readonly [
  service: string,
  region: string,
  secret: string,
  parts: Partial<WireRequest>,
  signature: string,
])[] = [
  [
    "elasticloadbalancing",
    "eu-central-1",
    "emulator",
    {
      method: "POST",
      body: Buffer.from(
        "Action=CreateTargetGroup&Version=2015-12-01&Name=a+b%2Fc%26d&Tags.member.1.Value=%E9%9B%86%E7%BE%A4",
      ),
    },
    "48306fbc8c315639d48dfec5d02ebbe952b1c5cc1112b29cd2d3af7fa1d79183",
  ],
  [
    "ec2",
    "us-east-1",
    "se+cr/et==",
    { method: "POST", body: Buffer.from("Action=DescribeVpcs&Version=2016-11-15") },
    "7d7bcf5b685e1fb2e443293ee153b11e4442a7c549902cd65f7ccbb4027cb55f",
  ],
  [
    "elasticloadbalancing",
    "us-east-1",
    "emulator",
    { query: "Version=2015-12-01&Action=DescribeTags&ResourceArns.member.1=arn%3Aa%2Fb%20c~d&x=%2A" },
    "03f11f9ec45dc716b59c6690a9bd8945096103dba31b41d10b3e037a5ff1f037",
  ],
];

test.each(BOTOCORE)(
  "botocore's signature for %s in %s is accepted",
  (service, region, secret, parts, signature) => {
    const headers = {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      host: "127.0.0.1:4566",
      "x-amz-date": "20261123T120000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=emulator/20261123/${region}/${service}/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=${signature}`,
    };
    const credentials = [{ accessKeyId: "emulator", secretAccessKey: secret }];
    const now = Date.UTC(2026, 10, 23, 12);
    expect(authenticate(request({ headers, ...parts }), { service, credentials, now }).region).toBe(region);
  },
);

describe("refusals", () => {
  const bench = new Bench();
  const at = bench.now;
  const good = () => signed({ Action: "DescribeLoadBalancers" }, { at });
  const outcome = (wire: WireRequest) => {
    const { response, errorCode } = bench.handle(wire);
    return [response.status, errorCode];
  };
  const withHeader = (name: string, value: string | undefined): WireRequest => {
    const { [name]: _gone, ...rest } = good().headers;
    return { ...good(), headers: value === undefined ? rest : { ...rest, [name]: value } };
  };
  const authorization = good().headers["authorization"] ?? "";

  test("the good request is answered", () => expect(outcome(good())).toEqual([200, undefined]));

  test.each([
    ["no signature", withHeader("authorization", undefined), 403, "MissingAuthenticationToken"],
    ["another algorithm", withHeader("authorization", "Bearer x"), 400, "IncompleteSignature"],
    [
      "a part missing",
      withHeader("authorization", authorization.replace(/, Signature=.*/, "")),
      400,
      "IncompleteSignature",
    ],
    [
      "a short scope",
      withHeader("authorization", authorization.replace("/aws4_request", "")),
      400,
      "IncompleteSignature",
    ],
    ["no date", withHeader("x-amz-date", undefined), 400, "IncompleteSignature"],
    ["an impossible date", withHeader("x-amz-date", "20261199T990000Z"), 400, "IncompleteSignature"],
    [
      "one bit off",
      withHeader(
        "authorization",
        authorization.replace(/.$/, (c) => (c === "0" ? "1" : "0")),
      ),
      403,
      "SignatureDoesNotMatch",
    ],
    ["a signed header changed", withHeader("host", "elsewhere"), 403, "SignatureDoesNotMatch"],
    [
      "the body changed",
      { ...good(), body: Buffer.from("Action=DeleteLoadBalancer&Version=2015-12-01") },
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "a session token that nobody gave",
      withHeader("x-amz-security-token", "t"),
      403,
      "InvalidClientTokenId",
    ],
    [
      "an unknown key",
      signed({ Action: "DescribeLoadBalancers" }, { at, key: "AKIAUNKNOWN" }),
      403,
      "InvalidClientTokenId",
    ],
    [
      "a wrong secret",
      signed({ Action: "DescribeLoadBalancers" }, { at, secret: "x" }),
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "no region",
      signed({ Action: "DescribeLoadBalancers" }, { at, region: "x" }),
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "six minutes early",
      signed({ Action: "DescribeLoadBalancers" }, { at: at - 360_000 }),
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "six minutes late",
      signed({ Action: "DescribeLoadBalancers" }, { at: at + 360_000 }),
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "EC2, six minutes early",
      signed({ Action: "DescribeVpcs" }, { at: at - 360_000, service: "ec2" }),
      400,
      "RequestExpired",
    ],
  ])("%s", (_name, wire, status, code) => expect(outcome(wire)).toEqual([status, code]));

  test("a signature for another service", () => {
    const wire = signed({ Action: "DescribeVpcs", Version: "2016-11-15" }, { at, service: "sts" });
    expect(outcome(wire)).toEqual([403, "SignatureDoesNotMatch"]);
  });

  test("an expired request is told by how much, and the answer carries the server's time", () => {
    const { response } = bench.handle(signed({ Action: "DescribeLoadBalancers" }, { at: at - 360_000 }));
    expect(response.headers["date"]).toBe("Mon, 23 Nov 2026 12:00:00 GMT");
    expect(response.body).toContain(
      "Signature expired: 20261123T115400Z is now earlier than 20261123T115500Z (20261123T120000Z - 5 min.)",
    );
  });

  test("no refusal repeats the secret or the signature that would have been right", () => {
    const right = parseAuthorization(good()).signature;
    const { response } = bench.handle(withHeader("authorization", authorization.replace(/.$/, "z")));
    expect(response.body).not.toContain(right);
  });

  test("further keys can be accepted, with a session token where one belongs to them", () => {
    const other = new Bench({
      credentials: [
        { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: SECRET },
        { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: SECRET, sessionToken: "t" },
      ],
    });
    const key = (name: string) => ({ key: name, secret: SECRET });
    expect(other.call("DescribeLoadBalancers", {}, key("AKIAIOSFODNN7EXAMPLE")).code).toBe("ok");
    expect(other.call("DescribeLoadBalancers", {}, key("ASIAIOSFODNN7EXAMPLE")).code).toBe(
      "InvalidClientTokenId",
    );
  });
});
