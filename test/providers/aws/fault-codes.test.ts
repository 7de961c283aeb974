import * as sdk from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { classOfCode } from "../../../providers/aws/fault-codes.ts";
import { WIRE_CODES } from "./wire-codes.ts";

describe("codes", () => {
  it.each(WIRE_CODES)("%s: %s, certainly not carried out", (code, wanted) => {
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
    // The last two are called otherwise on the wire: ALPNPolicyNotFound, CapacityDecreaseRequestLimitExceeded.
    const ofOtherThings =
      /TrustStore|Revocation|CaCertificates|Association(NotFound|SameAccount)|ALPNPolicy|CapacityDecrease/;
    const modelled = Object.keys(sdk)
      .filter((name) => /Exception$/.test(name) && name !== "ElasticLoadBalancingV2ServiceException")
      .map((name) => name.replace(/Exception$/, ""))
      .filter((name) => !ofOtherThings.test(name));
    expect(modelled.length).toBeGreaterThan(40);
    const codes = new Set(WIRE_CODES.map(([code]) => code.toLowerCase()));
    expect(modelled.filter((name) => !codes.has(name.toLowerCase()) && name !== "HealthUnavailable")).toEqual(
      [],
    );
  });
});
