import * as sdk from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { classOfCode } from "../../../providers/aws/fault-codes.ts";
import { AwsFault, faultOf } from "../../../providers/aws/faults.ts";
import { type FaultClass, ProviderFault } from "../../../src/core/error.ts";
import { verbatim } from "../../../src/core/text.ts";

/** Wire codes of the API model 2015-12-01 (botocore 1.43) and of AWS's front end; status 400 unless it says otherwise. */
const REFUSED: Readonly<Partial<Record<FaultClass, readonly string[]>>> = {
  retry: [
    ...["Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown"],
    ...["PriorRequestNotComplete", "ResourceInUse", "CapacityReservationPending"],
  ],
  absent: [
    "LoadBalancerNotFound",
    "TargetGroupNotFound",
    "ListenerNotFound",
    "RuleNotFound",
    "ResourceNotFound",
  ],
  conflict: [
    ...["DuplicateLoadBalancerName", "DuplicateTargetGroupName", "DuplicateListener", "PriorityInUse"],
    ...["TargetGroupAssociationLimit", "OperationNotPermitted"],
  ],
  quota: [
    ...["TooManyLoadBalancers", "TooManyTargetGroups", "TooManyListeners", "TooManyTargets", "TooManyTags"],
    ...["TooManyRegistrationsForTargetId", "TooManyUniqueTargetGroupsPerLoadBalancer", "TooManyActions"],
    ...["TooManyRules", "TooManyCertificates", "InsufficientCapacity", "CapacityUnitsLimitExceeded"],
    "CapacityDecreaseRequestLimitExceeded",
  ],
  permission: ["AccessDenied", "UnauthorizedOperation", "OptInRequired"],
  credentials: [
    ...["InvalidClientTokenId", "UnrecognizedClientException", "ExpiredToken", "ExpiredTokenException"],
    ...["AuthFailure", "MissingAuthenticationToken", "IncompleteSignature", "SignatureDoesNotMatch"],
  ],
  clock: ["RequestExpired", "RequestTimeTooSkewed"],
  provider: ["InvalidAction"],
  input: [
    ...["ValidationError", "InvalidConfigurationRequest", "InvalidSubnet", "SubnetNotFound", "InvalidTarget"],
    ...["InvalidSecurityGroup", "InvalidScheme", "AvailabilityZoneNotSupported", "AllocationIdNotFound"],
    ...["IncompatibleProtocols", "UnsupportedProtocol", "DuplicateTagKeys", "InvalidLoadBalancerAction"],
    ...["CertificateNotFound", "SSLPolicyNotFound", "ALPNPolicyNotFound", "TrustStoreNotFound"],
    "TrustStoreNotReady",
  ],
};

const TABLE = Object.entries(REFUSED).flatMap(([fault, codes]) =>
  codes.map((code) => [code, fault as FaultClass] as const),
);

/** An answer with an error code, as the SDK throws it. */
const answer = (
  Code: string,
  message = "",
  more: { status?: number; meta?: object; headers?: object } = {},
) =>
  Object.assign(new Error(message), {
    name: Code,
    Code,
    $metadata: { httpStatusCode: more.status ?? 400, requestId: "r-1", ...more.meta },
    $response: { headers: more.headers ?? {} },
  });

function fault(error: unknown, action = "RegisterTargets"): AwsFault {
  const made = faultOf(action, "127.0.0.1:1", error);
  if (!(made instanceof AwsFault)) throw new Error("no AwsFault");
  return made;
}

describe("codes", () => {
  it.each(TABLE)("%s: %s, certainly not carried out", (code, wanted) => {
    expect(classOfCode(code, 400)).toEqual({ fault: wanted, outcome: "refused" });
  });

  it("HealthUnavailable comes with 500 and is a matter of time, as is 429 of whatever code", () => {
    expect(classOfCode("HealthUnavailable", 500)).toEqual({ fault: "retry", outcome: "refused" });
    expect(classOfCode("SomethingNew", 429)).toEqual({ fault: "retry", outcome: "refused" });
  });

  it.each([
    ["InternalFailure", 500],
    ["InternalError", 500],
    ["ServiceUnavailable", 503],
    ["SomethingNew", 502],
    ["RequestTimeout", 408],
  ])("after %s (%i) nobody knows what was done", (code, status) => {
    expect(classOfCode(code, status)).toEqual({ fault: "retry", outcome: "unknown" });
  });

  it("an unknown code is the caller's fault below 500, a lack of permission with 401 and 403", () => {
    expect(classOfCode("SomethingNew", 400).fault).toBe("input");
    expect(classOfCode("SomethingNew", 401).fault).toBe("permission");
    expect(classOfCode("SomethingNew", 403).fault).toBe("permission");
  });

  it("a signature is the clock's fault only if the message says so", () => {
    const late = "Signature expired: 20261123T100000Z is now earlier than 20261123T101500Z";
    for (const code of ["SignatureDoesNotMatch", "InvalidSignatureException"]) {
      expect(classOfCode(code, 403, late).fault).toBe("clock");
      expect(classOfCode(code, 403, "The request signature we calculated does not match").fault).toBe(
        "credentials",
      );
    }
  });

  it("every error that the SDK knows of operations with load balancers has a place above", () => {
    const ofOtherThings =
      /TrustStore|Revocation|CaCertificates|Association(NotFound|SameAccount)|CapacityDecrease/;
    const modelled = Object.keys(sdk)
      .filter((name) => /Exception$/.test(name) && name !== "ElasticLoadBalancingV2ServiceException")
      .map((name) => name.replace(/Exception$/, ""))
      .filter((name) => !ofOtherThings.test(name));
    expect(modelled.length).toBeGreaterThan(40);
    const codes = new Set(TABLE.map(([code]) => code.toLowerCase()));
    expect(modelled.filter((name) => !codes.has(name.toLowerCase()) && name !== "HealthUnavailable")).toEqual(
      [],
    );
  });
});

describe("what is told", () => {
  it("code, message, request and the server's wish for the next try", () => {
    const made = fault(answer("Throttling", "Rate exceeded", { headers: { "retry-after": "3" } }));
    expect(made.text).toEqual({
      en: "RegisterTargets was answered with Throttling: Rate exceeded (request r-1)",
      zh: "RegisterTargets 返回 Throttling: Rate exceeded (request r-1)",
    });
    expect(made).toMatchObject({ wireCode: "Throttling", requestId: "r-1", retryAfterMs: 3000 });
    expect(fault(answer("Throttling", "", { headers: { "x-amz-retry-after": "250" } })).retryAfterMs).toBe(
      250,
    );
    expect(fault(answer("Throttling")).retryAfterMs).toBeUndefined();
  });

  it("a cure for everything that AWS's own message does not cure, in both languages", () => {
    for (const [code, wanted] of TABLE) {
      const { hint } = fault(answer(code, wanted === "conflict" ? "deletion protection is enabled" : ""));
      if (wanted === "input" || wanted === "absent" || code === "PriorityInUse") continue;
      expect(hint?.en, code).toMatch(/\w{3}/);
      expect(hint?.zh, code).toMatch(/[\u4e00-\u9fff]/);
    }
    const curesOf = (code: string) => fault(answer(code)).hint?.en;
    expect(curesOf("InvalidSubnet")).toMatch(/8 free addresses/);
    expect(curesOf("InvalidTarget")).toMatch(/zone: all/);
    expect(curesOf("InvalidSecurityGroup")).toMatch(/VPC of the subnets/);
    expect(curesOf("TargetGroupAssociationLimit")).toMatch(/detach it there/);
    expect(curesOf("RequestExpired")).toMatch(/clock/);
    expect(curesOf("TooManyLoadBalancers")).toMatch(/Service Quotas/);
  });

  it("the action that a denial names, else the one that was called", () => {
    const denied =
      "User: arn:aws:iam::1:user/a is not authorized to perform: elasticloadbalancing:AddTags on resource: x";
    const named = fault(answer("AccessDenied", denied, { status: 403 }), "CreateLoadBalancer");
    expect(named.hint?.en).toContain("elasticloadbalancing:AddTags;");
    const called = fault(answer("AccessDenied", "no", { status: 403 }), "CreateLoadBalancer");
    expect(called.hint?.zh).toContain("elasticloadbalancing:CreateLoadBalancer；");
  });

  it("nothing that a signature error repeats, also when it is tried again, and no key ids", () => {
    const repeats = "The Canonical String should have been x-amz-security-token:PLANTED";
    const plain = fault(answer("SignatureDoesNotMatch", repeats, { status: 403 }));
    const skewed = fault(
      answer("SignatureDoesNotMatch", repeats, { status: 403, meta: { clockSkewCorrected: true } }),
    );
    expect(skewed.fault).toBe("retry");
    const keyed = fault(answer("ValidationError", "key AKIAPLANTED000000000 and ASIAPLANTED000000000"));
    expect(keyed.text.en).toContain("AKIA…");
    for (const made of [plain, skewed, keyed])
      expect(JSON.stringify([made.text, made.hint])).not.toContain("PLANTED");
  });

  it("a long message in one line, cut", () => {
    const { text } = fault(answer("ValidationError", `1 validation error:\n\n${"x".repeat(1000)}`));
    expect(text.en).toMatch(
      /^RegisterTargets was answered with ValidationError: 1 validation error: x+… \(request r-1\)$/,
    );
    expect(text.en.length).toBeLessThan(500);
  });
});

describe("no answer", () => {
  it.each([
    "ENOTFOUND",
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "CERT_HAS_EXPIRED",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "PROXY_407",
  ])("%s is not waited for", (code) => {
    const made = fault(Object.assign(new Error("x"), { code }));
    expect(made).toMatchObject({ fault: "network", outcome: "refused", wireCode: code });
    expect(made.hint?.en).toMatch(/HTTPS_PROXY.*NODE_EXTRA_CA_CERTS/);
  });

  it.each([
    ["a lost connection", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }), "ECONNRESET"],
    ["a timeout", Object.assign(new Error("x"), { name: "TimeoutError" }), "Timeout"],
    [
      "a proxy's page",
      Object.assign(new Error("XML parse error"), { $metadata: { httpStatusCode: 502 } }),
      "MalformedAnswer",
    ],
    ["anything else", "what is this", "ConnectionLost"],
  ])("after %s nobody knows what was done", (_title, error, wireCode) => {
    expect(fault(error)).toMatchObject({ fault: "retry", outcome: "unknown", wireCode });
  });

  it("errors of our own pass as they are", () => {
    const own = new ProviderFault("conflict", verbatim("x"));
    expect(faultOf("DescribeTags", "127.0.0.1:1", own)).toBe(own);
  });
});
