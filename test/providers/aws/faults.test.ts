import { describe, expect, it } from "vitest";
import { AwsFault, faultOf } from "../../../providers/aws/faults.ts";
import { ProviderFault } from "../../../src/core/error.ts";
import { verbatim } from "../../../src/core/text.ts";
import { answer, connectToCanned, type Reply, refusal } from "./canned.ts";
import { WIRE_CODES } from "./wire-codes.ts";

/** What our adapter makes of a reply to one write, sent once through AWS's own SDK. */
async function faultFor(reply: Reply, action: "RegisterTargets" | "CreateLoadBalancer" = "RegisterTargets") {
  const { send } = await connectToCanned(() => reply);
  const thrown = await send(action, {} as never, undefined).then(
    () => undefined,
    (error: unknown) => error,
  );
  return classified(thrown, action);
}

function classified(error: unknown, action = "RegisterTargets"): AwsFault {
  const made = faultOf(action, "127.0.0.1:1", error);
  if (!(made instanceof AwsFault)) throw new Error("no AwsFault");
  return made;
}

describe("what is told of an answer, through AWS's own SDK", () => {
  it("code, message, request and the server's wish for the next try", async () => {
    const made = await faultFor(refusal("Throttling", 400, "Rate exceeded", { "retry-after": "3" }));
    expect(made.text).toEqual({
      en: "RegisterTargets was answered with Throttling: Rate exceeded (request R-1)",
      zh: "RegisterTargets 返回 Throttling: Rate exceeded (request R-1)",
    });
    expect(made).toMatchObject({ wireCode: "Throttling", requestId: "R-1", retryAfterMs: 3000 });
    const own = await faultFor(refusal("Throttling", 503, "", { "x-amz-retry-after": "250" }));
    expect(own.retryAfterMs).toBe(250);
    expect((await faultFor(refusal("Throttling"))).retryAfterMs).toBeUndefined();
  });

  it("the class of every code, though the SDK renames some errors, and a cure in both languages", async () => {
    for (const [code, wanted] of WIRE_CODES) {
      const words = wanted === "conflict" ? "because deletion protection is enabled" : "words of AWS";
      const { fault, wireCode, hint } = await faultFor(refusal(code, 400, words));
      expect({ fault, wireCode }).toEqual({ fault: wanted, wireCode: code });
      // Where there is none, AWS's own words say it.
      if (wanted === "input" || wanted === "absent" || code === "PriorityInUse") continue;
      expect(hint?.en, code).toMatch(/\w{3}/);
      expect(hint?.zh, code).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it.each([
    ["InvalidSubnet", /8 free addresses/],
    ["SubnetNotFound", /in one VPC and in different zones/],
    ["InvalidTarget", /zone: all/],
    ["InvalidSecurityGroup", /VPC of the subnets/],
    ["DuplicateListener", /choose another port/],
    ["TargetGroupAssociationLimit", /detach it there/],
    ["RequestExpired", /clock/],
    ["ExpiredToken", /aws sso login/],
    ["TooManyLoadBalancers", /Service Quotas/],
    ["TooManyTargets", /Service Quotas/],
    ["InvalidAction", /--endpoint-url/],
    ["Throttling", /same command again/],
  ])("the cure of %s", async (code, cure) => {
    expect((await faultFor(refusal(code))).hint?.en).toMatch(cure);
  });

  it("deletion protection by the message, because the code has other meanings too", async () => {
    const protectedOne = refusal(
      "OperationNotPermitted",
      400,
      "Load balancer cannot be deleted because deletion protection is enabled",
    );
    expect((await faultFor(protectedOne)).hint?.en).toMatch(/deletionProtection: false, run create again/);
    expect((await faultFor(refusal("OperationNotPermitted", 400, "No"))).hint).toBeUndefined();
  });

  it("the action that a denial names, else the one that was called", async () => {
    const denied =
      "User: arn:aws:iam::1:user/a is not authorized to perform: elasticloadbalancing:AddTags on x";
    const named = await faultFor(refusal("AccessDenied", 403, denied), "CreateLoadBalancer");
    expect(named.hint?.en).toContain("elasticloadbalancing:AddTags;");
    const called = await faultFor(refusal("AccessDenied", 403, "no"), "CreateLoadBalancer");
    expect(called.hint?.zh).toContain("elasticloadbalancing:CreateLoadBalancer；");
  });

  it("nothing that a signature error repeats, also when it is to be tried again, and no key ids", async () => {
    const repeats = "The Canonical String should have been x-amz-security-token:PLANTED";
    const plain = await faultFor(refusal("SignatureDoesNotMatch", 403, repeats));
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const skewed = await faultFor(refusal("SignatureDoesNotMatch", 403, repeats, { date }));
    expect([plain.fault, skewed.fault]).toEqual(["credentials", "retry"]);
    const keyed = await faultFor(
      refusal("ValidationError", 400, "AKIAPLANTED000000000 ASIAPLANTED000000000"),
    );
    expect(keyed.text.en).toContain("AKIA… ASIA…");
    for (const { text, hint } of [plain, skewed, keyed])
      expect(JSON.stringify([text, hint])).not.toContain("PLANTED");
  });

  it("a long message in one line, cut", async () => {
    const { text } = await faultFor(refusal("ValidationError", 400, `1 error:\n\n${"x".repeat(1000)}`));
    expect(text.en).toMatch(
      /^RegisterTargets was answered with ValidationError: 1 error: x+… \(request R-1\)$/,
    );
    expect(text.en.length).toBeLessThan(500);
  });

  it.each([
    ["a gateway's page", { status: 502, body: "<html><body>Bad gateway</body></html>" }],
    ["a proxy's login page", { status: 200, body: "<!doctype html><p>Log in" }],
    ["half an answer", { status: 200, body: answer("RegisterTargets", "").body.slice(0, 60) }],
  ])("%s: nobody knows what was done", async (_title, reply) => {
    const made = await faultFor(reply);
    expect(made).toMatchObject({ fault: "retry", outcome: "unknown" });
    expect(JSON.stringify(made.text)).not.toMatch(/Bad gateway|Log in/);
  });

  it("a connection that is cut: nobody knows what was done", async () => {
    const made = await faultFor((response) => response.destroy());
    expect(made).toMatchObject({ fault: "retry", outcome: "unknown", wireCode: "ECONNRESET" });
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
    const made = classified(Object.assign(new Error("x"), { code }));
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
    expect(classified(error)).toMatchObject({ fault: "retry", outcome: "unknown", wireCode });
  });

  it("errors of our own pass as they are", () => {
    const own = new ProviderFault("conflict", verbatim("x"));
    expect(faultOf("DescribeTags", "127.0.0.1:1", own)).toBe(own);
  });
});
