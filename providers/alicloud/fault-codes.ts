import type { FaultClass } from "../../src/core/error.ts";

/**
 * Error codes of the SLB API 2014-05-15 and of Alibaba Cloud's gateway by what they ask of the caller (official
 * per-action metadata, CCM and Terraform sources, checked 2026-11). Keyed on the code alone: the HTTP status of one
 * code differs between documents (SystemBusy: 449 or 400).
 */
const CODES: Readonly<Partial<Record<FaultClass, readonly string[]>>> = {
  retry: [
    "SystemBusy",
    "VpcSystemBusy",
    "OperationBusy",
    "ServiceIsConfiguring",
    "ServiceIsStopping",
    "BackendServer.configuring",
    "ListenerProcessing",
    "BackendServerProcessing",
    "VServerGroupProcessing",
    "ProcessingSameRequest",
    "INSTANCE_HAS_INACTIVE_CHANGE",
    "OperationFailed.TokenIsProcessing",
    "OperationFailed.ListenerStatusNotSupport",
    "OperationFailed.InvokeLingXiaoFailed",
    "OperationFailed.InvokeProxyFailed",
    "CreateOrderTimeout",
    "QueryOrderError",
    "Operation.Deny",
    "RspoolVipExist",
    "LocationServiceTimeout",
    "SignatureNonceUsed",
  ],
  absent: [
    "InvalidLoadBalancerId.NotFound",
    "ListenerNotFound",
    "ResourceNotFound.Listener",
    "CheckedListenerNotFound",
    "ResourceNotFound.VServerGroup",
    "AclNotExist",
  ],
  conflict: [
    "ListenerAlreadyExists",
    "ListenerPortConflict",
    "InvalidParameter.ListenerPortConflict",
    "LX_REQUEST_TOKEN_CONFLICT",
    "OperationDenied.DeleteProtectionIsOn",
    "OperationFailed.ServerGroupInUse",
    "RspoolRuleExist",
    "ListenerForwardExist",
  ],
  quota: [
    "OverQuota",
    "OperationForbidden.QuotaLimit",
    "ORDER.QUANTITY_INVALID",
    "ORDER.QUOTA_EXCEEDED",
    "BeforePayRuleBatchValidateError",
    "ListenerNumberOverLimit",
    "QuotaLimitExceeds.AclAttachedToListener",
    "QuotaLimitExceeds.TotalAclEntry",
    "AclListenerOverLimit",
    "InstanceBackendServerNumberOverLimit",
    "TooManyBackendServers",
    "TagCountLimit",
    "TagCreateCountLimit",
    "SizeLimitExceeded.Tag",
    "VSwitchAvailableIpNotExist",
    "SubnetIpExhaust",
    "OperationFailed.ZoneResourceLimit",
    "OperationFailed.RegionResourceLimit",
    "InsufficientBalance",
    "PAY.INSUFFICIENT_BALANCE",
    "PayInsufficientBalance",
    "PAYFOR.CREDIT_PAY_INSUFFICIENT_BALANCE",
    "OperationFailed.UnpaidBillsExist",
    "OperationFailed.CashBookInsufficient",
    "InsufficientAvailableQuota",
    "AccountHasArrearage",
  ],
  permission: [
    "Forbidden",
    "Forbidden.RAM",
    "Forbidden.RiskControl",
    "Forbbiden.SubUser",
    "NoPermission",
    "NoPermission.AliyunServiceRoleForSlbEipAccess",
    "UserNotAllowed",
    "OperationFailed.InvalidAccount",
    "NO_REAL_NAME_AUTHENTICATION",
    "OperationForbidden.AccountRiskReject",
    "RISK.RISK_CONTROL_REJECTION",
    "HighRiskOperationDenied",
  ],
  credentials: [
    "InvalidAccessKeyId.NotFound",
    "InvalidAccessKeyId.Inactive",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "MissingSecurityToken",
    "InvalidCredentials",
  ],
  clock: ["InvalidTimeStamp.Expired", "InvalidTimeStamp.Format"],
  provider: ["Operation.NotAllowed", "ActionNotAllowed", "InvalidApi.NotFound", "InvalidProtocol.NeedSsl"],
};

const CLASS_OF: ReadonlyMap<string, FaultClass> = new Map(
  Object.entries(CODES).flatMap(([fault, codes]) =>
    codes.map((code) => [code, fault as FaultClass] as const),
  ),
);

/** Codes after which nobody knows whether the call was carried out. */
const UNKNOWN_OUTCOME: readonly string[] = ["InternalError", "InternalInvokeError", "ServiceUnavailable"];

export interface CodeClass {
  readonly fault: FaultClass;
  /** `refused`: certainly not carried out. `unknown`: perhaps. */
  readonly outcome: "refused" | "unknown";
}

/** What a code means. An unlisted code is the server's fault from 500 on, the caller's below. */
export function classOfCode(code: string, status: number | undefined, message: string): CodeClass {
  const listed = CLASS_OF.get(code);
  if (listed !== undefined) return { fault: listed, outcome: "refused" };
  if (/Throttling/.test(code) || /^Query.+Failed$/.test(code)) return { fault: "retry", outcome: "refused" };
  if (UNKNOWN_OUTCOME.includes(code) || (status ?? 0) >= 500) return { fault: "retry", outcome: "unknown" };
  if (/^InvalidSecurityToken/.test(code)) return { fault: "credentials", outcome: "refused" };
  if (status === 403 || /^NoPermission\./.test(code)) return { fault: "permission", outcome: "refused" };
  // Several reads say InvalidParameter for what is not there; only the message tells.
  if (code === "InvalidParameter" && /(does not|not) exist/i.test(message))
    return { fault: "absent", outcome: "refused" };
  return { fault: "input", outcome: "refused" };
}
