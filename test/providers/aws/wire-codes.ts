import type { FaultClass } from "../../../src/core/error.ts";

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

/** Each code with what it asks of the caller. */
export const WIRE_CODES = Object.entries(REFUSED).flatMap(([fault, codes]) =>
  codes.map((code) => [code, fault as FaultClass] as const),
);
