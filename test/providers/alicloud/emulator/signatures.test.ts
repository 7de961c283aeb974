import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  acs3Signature,
  canonicalQuery,
  canonicalRequest,
} from "../../../../providers/alicloud/emulator/wire/acs3.ts";
import {
  classicSignature,
  classicStringToSign,
} from "../../../../providers/alicloud/emulator/wire/classic-signature.ts";
import { formPairs } from "../../../../providers/alicloud/emulator/wire/form.ts";
import type { WireRequest } from "../../../../src/emulator/types.ts";
import { answerOf, apiDate, Bench, signed } from "./bench.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const EMPTY = sha256("");

describe("ACS3-HMAC-SHA256", () => {
  test("vector of @alicloud/openapi-core 1.0.8 (computed there, 2026-11)", () => {
    const request: WireRequest = {
      method: "POST",
      path: "/",
      // As node's querystring puts it on the wire.
      query: "PageNumber=1&PageSize=100&RegionId=cn-hangzhou&Tag.1.Key=a%20b&Tag.1.Value=x!'()*~%2B%2F%3D",
      headers: {
        host: "127.0.0.1:8080",
        "x-acs-action": "DescribeLoadBalancers",
        "x-acs-content-sha256": EMPTY,
        "x-acs-date": "2026-01-02T03:04:05Z",
        "x-acs-signature-nonce": "0123456789abcdef0123456789abcdef",
        "x-acs-version": "2014-05-15",
      },
      body: Buffer.alloc(0),
    };
    const names = Object.keys(request.headers).sort();
    expect(canonicalQuery(request.query)).toBe(
      "PageNumber=1&PageSize=100&RegionId=cn-hangzhou&Tag.1.Key=a%20b&Tag.1.Value=x%21%27%28%29%2A~%2B%2F%3D",
    );
    expect(sha256(canonicalRequest(request, names))).toBe(
      "257627e44a54a27aa6903e4f2330193fd1afd6eb394666677ef4f11e656cf311",
    );
    expect(acs3Signature(request, "sk", names)).toBe(
      "def06e1fe38a620115b8513affff168e8ee571ed79660d234441a225f064548d",
    );
  });

  test("vector of Alibaba Cloud's page on V3 signatures (RunInstances of ECS)", () => {
    const request: WireRequest = {
      method: "POST",
      path: "/",
      query: "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
      headers: {
        host: "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": EMPTY,
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
      },
      body: Buffer.alloc(0),
    };
    const names = Object.keys(request.headers).sort();
    expect(acs3Signature(request, "YourAccessKeySecret", names)).toBe(
      "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    );
  });
});

test("the classic signature: vector of Alibaba Cloud's page on RPC signatures (DescribeRegions of ECS)", () => {
  const pairs = formPairs(
    "Timestamp=2016-02-23T12:46:24Z&Format=XML&AccessKeyId=testid&Action=DescribeRegions&SignatureMethod=HMAC-SHA1" +
      "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&Version=2014-05-26&SignatureVersion=1.0",
  );
  expect(classicStringToSign("GET", pairs)).toBe(
    "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1%26" +
      "SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26" +
      "Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26",
  );
  expect(classicSignature("GET", pairs, "testsecret")).toBe("OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
});

describe("who is let in", () => {
  const MINUTE = 60_000;
  const bench = new Bench({ credentials: [{ accessKeyId: "LTAItest", accessKeySecret: "s" }] });
  const ask = (sender: object) => bench.call("DescribeRegions", {}, sender);

  test.each([
    ["the emulator's key", {}, 200, "ok"],
    ["a key from the options", { key: "LTAItest", secret: "s" }, 200, "ok"],
    ["a key with a token", { token: "anything" }, 200, "ok"],
    ["a temporary key with its token", { key: "STS.emulator", token: "anything" }, 200, "ok"],
    ["a temporary key alone", { key: "STS.emulator" }, 400, "MissingSecurityToken"],
    ["a token of no known form", { token: "a b" }, 400, "InvalidSecurityToken.Malformed"],
    ["an unknown key", { key: "LTAIother" }, 404, "InvalidAccessKeyId.NotFound"],
    ["a wrong secret", { secret: "wrong" }, 400, "SignatureDoesNotMatch"],
    ["15 minutes late", { date: apiDate(bench.now - 15 * MINUTE) }, 200, "ok"],
    ["16 minutes late", { date: apiDate(bench.now - 16 * MINUTE) }, 400, "InvalidTimeStamp.Expired"],
    ["16 minutes early", { date: apiDate(bench.now + 16 * MINUTE) }, 400, "InvalidTimeStamp.Expired"],
    ["a date in another form", { date: "20261123T120000Z" }, 400, "InvalidTimeStamp.Format"],
    ["no nonce", { nonce: "" }, 400, "IncompleteSignature"],
    ["another version", { version: "2015-01-01" }, 400, "InvalidVersion"],
  ])("%s", (_what, sender, status, code) => {
    expect(ask(sender)).toMatchObject({ status, code });
  });

  test("a nonce is good once, and its memory ends with the signature's life", () => {
    const once = signed("DescribeRegions", {}, bench.now, { nonce: "n1" });
    expect(answerOf(bench.handle(once)).code).toBe("ok");
    expect(answerOf(bench.handle(once)).code).toBe("SignatureNonceUsed");
    bench.now += 16 * MINUTE;
    expect(ask({ nonce: "n1" }).code).toBe("ok");
    expect(Object.keys(bench.state.nonces)).toHaveLength(1);
  });

  test("what is changed after signing is noticed: parameters, body, headers", () => {
    const request = () =>
      signed("DescribeZones", { RegionId: "cn-hangzhou" }, bench.now, { nonce: bench.newId(9) });
    const code = (change: (request: WireRequest) => WireRequest) =>
      answerOf(bench.handle(change(request()))).code;
    expect(code((sent) => sent)).toBe("ok");
    expect(code((sent) => ({ ...sent, query: "RegionId=cn-beijing" }))).toBe("SignatureDoesNotMatch");
    expect(code((sent) => ({ ...sent, body: Buffer.from("x=1") }))).toBe("SignatureDoesNotMatch");
    const action = (sent: WireRequest) => ({ ...sent.headers, "x-acs-action": "DescribeRegions" });
    expect(code((sent) => ({ ...sent, headers: action(sent) }))).toBe("SignatureDoesNotMatch");
  });

  test.each([
    ["nothing at all", undefined, "MissingAccessKeyId"],
    [
      "another algorithm",
      "ACS3-RSA-SHA256 Credential=emulator,SignedHeaders=host,Signature=00",
      "IncompleteSignature",
    ],
    [
      "AWS",
      "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=00",
      "IncompleteSignature",
    ],
    ["no signature", "ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=host", "IncompleteSignature"],
    [
      "host not signed",
      "ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=x-acs-action,Signature=00",
      "IncompleteSignature",
    ],
  ])("Authorization: %s", (_what, authorization, code) => {
    const { headers, ...rest } = signed("DescribeRegions", {}, bench.now, { nonce: bench.newId(9) });
    const { authorization: _, ...others } = headers;
    const request = { ...rest, headers: authorization === undefined ? others : { ...others, authorization } };
    expect(answerOf(bench.handle(request))).toMatchObject({ status: 400, code });
  });

  test("classic requests, in query or form", () => {
    const pairs = (nonce: string): [string, string][] => [
      ["Action", "DescribeLoadBalancers"],
      ["Version", "2014-05-15"],
      ["RegionId", "cn-hangzhou"],
      ["AccessKeyId", "emulator"],
      ["SignatureMethod", "HMAC-SHA1"],
      ["SignatureVersion", "1.0"],
      ["SignatureNonce", nonce],
      ["Timestamp", apiDate(bench.now)],
    ];
    const form = (method: string, nonce: string, secret = "emulator") =>
      new URLSearchParams([
        ...pairs(nonce),
        ["Signature", classicSignature(method, pairs(nonce), secret)],
      ]).toString();
    const send = (request: Partial<WireRequest>) =>
      answerOf(
        bench.handle({ method: "GET", path: "/", query: "", headers: {}, body: Buffer.alloc(0), ...request }),
      );
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(send({ query: form("GET", "c1") }).body.TotalCount).toBe(0);
    expect(send({ method: "POST", headers, body: Buffer.from(form("POST", "c2")) }).code).toBe("ok");
    expect(send({ query: form("POST", "c3") }).code).toBe("SignatureDoesNotMatch");
    expect(send({ query: form("GET", "c4", "wrong") }).code).toBe("SignatureDoesNotMatch");
    expect(send({ query: form("GET", "c1") }).code).toBe("SignatureNonceUsed");
  });
});

test("errors have the form of Alibaba Cloud's", () => {
  const bench = new Bench();
  const { status, body, handled } = bench.call("DescribeNothing");
  expect(status).toBe(404);
  expect(Object.keys(body).sort()).toEqual(["Code", "HostId", "Message", "Recommend", "RequestId"]);
  expect(body).toMatchObject({ Code: "InvalidApi.NotFound", HostId: "127.0.0.1:1" });
  expect(body.RequestId).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  expect(handled.response.headers["x-acs-request-id"]).toBe(body.RequestId);
  expect(handled).toMatchObject({ action: "unknown", write: false, errorCode: "InvalidApi.NotFound" });
  const throttled = bench.emulator.errorResponse("throttled");
  expect(throttled.status).toBe(400);
  expect(JSON.parse(throttled.body).Code).toBe("Throttling.User");
  expect(Number(throttled.headers["x-acs-retry-after"])).toBeGreaterThan(0);
});
