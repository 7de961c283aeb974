/** Everything the emulator remembers. Plain JSON: it is kept in the state folder between runs. */
export interface State {
  readonly settings: Timing;
  loadBalancers: LoadBalancer[];
  targetGroups: TargetGroup[];
  listeners: Listener[];
}

export interface Timing {
  /** How long a new load balancer stays `provisioning`; minutes in the real service. */
  readonly provisioningMs: number;
  /** How long a target stays in `Elb.RegistrationInProgress`. */
  readonly registrationMs: number;
  /** How long reads do not see a new resource, and a released target group stays in use. 0: consistent at once. */
  readonly consistencyDelayMs: number;
}

export const DEFAULT_TIMING: Timing = { provisioningMs: 1500, registrationMs: 500, consistencyDelayMs: 0 };

export type Tags = Record<string, string>;
export type Attributes = Record<string, string>;

interface Resource {
  readonly arn: string;
  readonly region: string;
  readonly createdAtMs: number;
  tags: Tags;
  attributes: Attributes;
}

export interface Zone {
  readonly zone: string;
  readonly subnetId: string;
  /** The load balancer node's private address in this zone; fixed for the node's life. */
  readonly address: string;
  /** Whether the address was asked for in a subnet mapping; only then do descriptions show it. */
  readonly chosen: boolean;
  readonly networkInterfaceId: string;
}

export interface LoadBalancer extends Resource {
  readonly name: string;
  readonly id: string;
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  readonly ipAddressType: "ipv4";
  zones: Zone[];
  securityGroups: string[];
  /** Null without security groups. */
  enforcePrivateLink: "on" | "off" | null;
}

export interface HealthCheck {
  readonly protocol: "TCP" | "HTTP" | "HTTPS";
  readonly port: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** HTTP and HTTPS only. */
  readonly path?: string;
  readonly matcher?: string;
}

export type TargetGroupProtocol = "TCP" | "TLS" | "UDP" | "TCP_UDP";

export interface TargetGroup extends Resource {
  readonly name: string;
  readonly protocol: TargetGroupProtocol;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: "instance" | "ip";
  healthCheck: HealthCheck;
  targets: Target[];
  /** When a listener last stopped referring to it. */
  releasedAtMs?: number;
}

export interface Target {
  readonly id: string;
  readonly port: number;
  /** Zone that an ip target belongs to, or `all`; undefined for instances, which have their own. */
  readonly zone?: string;
  readonly registeredAtMs: number;
  drainingSinceMs?: number;
  /** What each load balancer node found out by probing, by key of the data plane's listener. */
  readonly views: Record<string, NodeView>;
}

/** One load balancer node's opinion of one target. */
export interface NodeView {
  /** Undefined until the first verdict. */
  healthy?: boolean;
  /** Consecutive probes that speak against the current verdict. */
  streak: number;
  reason?: "Target.Timeout" | "Target.FailedHealthChecks";
  unhealthySinceMs?: number;
}

export interface Listener extends Resource {
  readonly id: string;
  /** Id of the default rule, the last part of its ARN. */
  readonly ruleId: string;
  readonly loadBalancerArn: string;
  protocol: TargetGroupProtocol;
  port: number;
  targetGroupArn: string;
  attachedAtMs: number;
}

/** The account of every emulated resource: the one that AWS's own examples use. */
export const ACCOUNT = "123456789012";
