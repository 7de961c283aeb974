import type { FaultClass } from "../../src/core/error.ts";

/**
 * Error codes of the ELBv2 API 2015-12-01, of STS and of AWS's front end by what they ask of the caller (botocore's
 * model and AWS's common errors, checked 2026-11-23). Keyed on the wire code: the SDK's error names add `Exception` to
 * modelled codes only.
 */
const CODES: Readonly<Partial<Record<FaultClass, readonly string[]>>> = {
  retry: [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "PriorRequestNotComplete",
    "SlowDown",
    "EC2ThrottledException",
    // A group that was let go of a moment ago.
    "ResourceInUse",
    "CapacityReservationPending",
    "HealthUnavailable",
  ],
  absent: [
    "LoadBalancerNotFound",
    "TargetGroupNotFound",
    "ListenerNotFound",
    "RuleNotFound",
    "ResourceNotFound",
  ],
  conflict: [
    "DuplicateLoadBalancerName",
    "DuplicateTargetGroupName",
    "DuplicateListener",
    "TargetGroupAssociationLimit",
    "OperationNotPermitted",
    "PriorityInUse",
  ],
  quota: [
    "TooManyLoadBalancers",
    "TooManyTargetGroups",
    "TooManyListeners",
    "TooManyTargets",
    "TooManyRegistrationsForTargetId",
    "TooManyUniqueTargetGroupsPerLoadBalancer",
    "TooManyActions",
    "TooManyRules",
    "TooManyTags",
    "TooManyCertificates",
    "InsufficientCapacity",
    "CapacityUnitsLimitExceeded",
    "CapacityDecreaseRequestLimitExceeded",
  ],
  permission: [
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "NotAuthorized",
    "OptInRequired",
    "SubscriptionRequiredException",
  ],
  credentials: [
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "AuthFailure",
    "MissingAuthenticationToken",
    "IncompleteSignature",
    "SignatureDoesNotMatch",
  ],
  clock: ["RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture", "InvalidSignatureException"],
  provider: ["InvalidAction", "MissingAction", "UnsupportedOperation"],
};

const CLASS_OF: ReadonlyMap<string, FaultClass> = new Map(
  Object.entries(CODES).flatMap(([fault, codes]) =>
    codes.map((code) => [code, fault as FaultClass] as const),
  ),
);

/** Codes after which nobody knows whether the call was carried out. */
const UNKNOWN_OUTCOME: readonly string[] = [
  "InternalFailure",
  "InternalError",
  "InternalServerError",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "RequestTimeout",
  "RequestTimeoutException",
];

export interface CodeClass {
  readonly fault: FaultClass;
  /** `refused`: certainly not carried out. `unknown`: perhaps. */
  readonly outcome: "refused" | "unknown";
}

/** What a code means. An unlisted code is the server's fault from 500 on, the caller's below. */
export function classOfCode(code: string, status: number | undefined, message = ""): CodeClass {
  // A signature error says in its message when only the time is wrong.
  if (/^(SignatureDoesNotMatch|InvalidSignatureException)$/.test(code))
    return {
      fault: /expired|earlier than|later than|not yet current/i.test(message) ? "clock" : "credentials",
      outcome: "refused",
    };
  const listed = CLASS_OF.get(code.replace(/Exception$/, "")) ?? CLASS_OF.get(code);
  if (listed !== undefined) return { fault: listed, outcome: "refused" };
  if (status === 429) return { fault: "retry", outcome: "refused" };
  if (UNKNOWN_OUTCOME.includes(code) || (status ?? 0) >= 500) return { fault: "retry", outcome: "unknown" };
  if (status === 401 || status === 403) return { fault: "permission", outcome: "refused" };
  return { fault: "input", outcome: "refused" };
}
