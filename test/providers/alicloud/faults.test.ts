import { describe, expect, it } from "vitest";
import { classOfCode } from "../../../providers/alicloud/fault-codes.ts";
import { AlicloudFault, faultOf } from "../../../providers/alicloud/faults.ts";
import type { FaultClass } from "../../../src/core/error.ts";

/** code, HTTP status, message, what it asks of us, whether the call may have been carried out (facts 1.1 to 1.9). */
const TABLE: readonly [string, number, string, FaultClass, "refused" | "unknown"][] = [
  ["Throttling", 400, "", "retry", "refused"],
  ["Throttling.User", 400, "", "retry", "refused"],
  ["Throttling.Api", 503, "", "retry", "refused"],
  ["Rejected.Throttling", 429, "", "retry", "refused"],
  ["SystemBusy", 449, "", "retry", "refused"],
  ["SystemBusy", 400, "", "retry", "refused"],
  ["OperationBusy", 400, "", "retry", "refused"],
  ["ServiceIsConfiguring", 400, "", "retry", "refused"],
  ["ServiceIsStopping", 409, "", "retry", "refused"],
  ["BackendServer.configuring", 409, "", "retry", "refused"],
  ["ListenerProcessing", 400, "", "retry", "refused"],
  ["BackendServerProcessing", 400, "", "retry", "refused"],
  ["VServerGroupProcessing", 400, "", "retry", "refused"],
  ["VpcSystemBusy", 400, "", "retry", "refused"],
  ["ProcessingSameRequest", 400, "", "retry", "refused"],
  ["OperationFailed.TokenIsProcessing", 400, "", "retry", "refused"],
  ["OperationFailed.ListenerStatusNotSupport", 400, "", "retry", "refused"],
  ["OperationFailed.InvokeLingXiaoFailed", 400, "", "retry", "refused"],
  ["QueryPriceFailed", 400, "", "retry", "refused"],
  ["Operation.Deny", 400, "The listener is being configured.", "retry", "refused"],
  ["RspoolVipExist", 400, "", "retry", "refused"],
  ["LocationServiceTimeout", 400, "", "retry", "refused"],
  ["SignatureNonceUsed", 400, "", "retry", "refused"],
  ["InternalError", 500, "", "retry", "unknown"],
  ["InternalInvokeError", 500, "", "retry", "unknown"],
  ["ServiceUnavailable", 503, "", "retry", "unknown"],
  ["SomethingNew", 502, "", "retry", "unknown"],
  ["InvalidLoadBalancerId.NotFound", 404, "", "absent", "refused"],
  ["InvalidLoadBalancerId.NotFound", 400, "", "absent", "refused"],
  ["ListenerNotFound", 404, "", "absent", "refused"],
  ["ResourceNotFound.Listener", 404, "", "absent", "refused"],
  ["AclNotExist", 400, "", "absent", "refused"],
  ["InvalidParameter", 400, "The specified resource does not exist.", "absent", "refused"],
  ["InvalidParameter", 400, "The specified Address is not in the vSwitch.", "input", "refused"],
  ["ListenerAlreadyExists", 400, "", "conflict", "refused"],
  ["LX_REQUEST_TOKEN_CONFLICT", 400, "", "conflict", "refused"],
  ["OperationDenied.DeleteProtectionIsOn", 400, "", "conflict", "refused"],
  ["OverQuota", 400, "", "quota", "refused"],
  ["ListenerNumberOverLimit", 400, "", "quota", "refused"],
  ["InstanceBackendServerNumberOverLimit", 400, "", "quota", "refused"],
  ["VSwitchAvailableIpNotExist", 400, "", "quota", "refused"],
  ["PAY.INSUFFICIENT_BALANCE", 400, "", "quota", "refused"],
  ["Forbidden.RAM", 403, "", "permission", "refused"],
  ["NoPermission", 403, "", "permission", "refused"],
  ["Forbbiden.SubUser", 403, "", "permission", "refused"],
  ["SomethingDenied", 403, "", "permission", "refused"],
  ["InvalidAccessKeyId.NotFound", 404, "", "credentials", "refused"],
  ["SignatureDoesNotMatch", 400, "", "credentials", "refused"],
  ["InvalidSecurityToken.Expired", 400, "", "credentials", "refused"],
  ["InvalidTimeStamp.Expired", 400, "", "clock", "refused"],
  ["Operation.NotAllowed", 400, "", "provider", "refused"],
  ["VSwitchNotExist", 400, "", "input", "refused"],
  ["ShareSlbHaltSales", 400, "", "input", "refused"],
  ["ObtainIpFail", 400, "", "input", "refused"],
  ["InvalidServerId.NotFound", 404, "", "input", "refused"],
];

const apiError = (code: string, statusCode: number, more: object = {}) =>
  Object.assign(new Error(`${code}: code: ${statusCode}`), { code, statusCode, requestId: "R-1", ...more });

const fault = (error: unknown): AlicloudFault => {
  const made = faultOf("AddBackendServers", "127.0.0.1:1", error);
  if (!(made instanceof AlicloudFault)) throw new Error("no AlicloudFault");
  return made;
};

describe("fault classes", () => {
  it.each(TABLE)("%s (%i) %s", (code, status, message, wanted, outcome) => {
    expect(classOfCode(code, status, message)).toEqual({ fault: wanted, outcome });
  });

  it("tells code, message and request id, and the server's hint for the next try", () => {
    const made = fault(
      apiError("Throttling.User", 400, { retryAfter: 1500, data: { Message: "Request was denied." } }),
    );
    expect(made.text.en).toBe(
      "AddBackendServers was answered with Throttling.User: Request was denied. (request R-1)",
    );
    expect(made).toMatchObject({ retryAfterMs: 1500, requestId: "R-1", wireCode: "Throttling.User" });
  });

  it("names the missing action of a denial, from the detail or from the call", () => {
    const detailed = fault(
      apiError("NoPermission", 403, { accessDeniedDetail: { AuthAction: "slb:AddBackendServers" } }),
    );
    expect(detailed.hint?.en).toContain("slb:AddBackendServers");
    expect(fault(apiError("Forbidden.RAM", 403)).hint?.zh).toContain("slb:AddBackendServers");
  });

  it("hints where the code alone does not help", () => {
    expect(fault(apiError("VSwitchAvailableIpNotExist", 400)).hint?.en).toMatch(/another vSwitch/);
    expect(fault(apiError("InvalidTimeStamp.Expired", 400)).hint?.en).toMatch(/clock/);
    expect(fault(apiError("OperationDenied.DeleteProtectionIsOn", 400)).hint?.en).toMatch(
      /deletionProtection: false/,
    );
  });

  it("says nothing of what a signature error repeats, and blanks key ids", () => {
    const signature = fault(
      apiError("SignatureDoesNotMatch", 400, {
        data: { Message: "server string to sign is:SecurityToken=PLANTED" },
      }),
    );
    expect(JSON.stringify(signature.text)).not.toContain("PLANTED");
    const other = fault(
      apiError("OverQuota", 400, { data: { Message: "user LTAI5tPlantedKeyId000 has too many" } }),
    );
    expect(JSON.stringify(other.text)).not.toContain("PlantedKeyId");
  });

  it("takes lost connections, timeouts and bad answers as outcomes that nobody knows", () => {
    const lost = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    const late = Object.assign(new Error("ReadTimeout(3000)"), { name: "RequestTimeoutError" });
    for (const error of [lost, late, new SyntaxError("Unexpected token '<'")])
      expect(fault(error)).toMatchObject({ fault: "retry", outcome: "unknown" });
  });

  it("does not wait for a host that is not there", () => {
    for (const code of ["ENOTFOUND", "ECONNREFUSED", "CERT_HAS_EXPIRED", "SELF_SIGNED_CERT_IN_CHAIN"])
      expect(fault(Object.assign(new Error("x"), { code }))).toMatchObject({
        fault: "network",
        outcome: "refused",
        wireCode: code,
      });
  });
});
