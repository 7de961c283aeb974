import type { Citation } from "../../src/core/citation.ts";
import type { Behaviour, ForwardingCase, ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

const documented = (title: string, at: string): Citation => ({ kind: "documentation", title, at, checked });

const LOOPBACK = documented(
  "Troubleshoot your Network Load Balancer: requests from a target to its load balancer time out",
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html#loopback-timeout",
);

const PRESERVATION = documented(
  "Edit target group attributes for your Network Load Balancer: client IP preservation",
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html",
);

const REPOST = documented(
  "AWS re:Post: why can't a target of my Network Load Balancer connect to it",
  "https://repost.aws/knowledge-center/target-connection-fails-load-balancer",
);

const TARGET_HEALTH = documented(
  "Health checks for Network Load Balancer target groups: with no healthy target, all get traffic",
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html",
);

/** The fabric picks a target per flow (five-tuple and TCP sequence number); if none is healthy it fails open. */
const behaviour = (
  destination: Behaviour["destination"],
  source: Behaviour["source"],
  scope: "all" | "zone",
): Behaviour => ({
  destination,
  source,
  reply: "forced-back",
  onSelf: "deliver",
  select: { key: "connection", weighted: false, scope, noneHealthy: "all" },
});

/** Cross-zone decides whether one zonal address forwards to all targets or only to those of its own zone. */
const inBothScopes = (
  when: ForwardingCase["when"],
  destination: Behaviour["destination"],
  source: Behaviour["source"],
): ForwardingCase[] => [
  { when: { ...when, crossZone: true }, is: behaviour(destination, source, "all") },
  { when: { ...when, crossZone: false }, is: behaviour(destination, source, "zone") },
];

/**
 * Network Load Balancer. Settings: `protocol` (of the listener), `preserveClientIp` and `crossZone` as they are in
 * effect, `targetType` (instance, ip). The target type decides only the default of `preserveClientIp` (on for
 * instance, off for ip with TCP and TLS), so no case asks for it: the live attribute does.
 */
export const nlb: ForwardingModel = {
  id: "aws/nlb",
  title: "AWS Network Load Balancer",
  cites: [LOOPBACK, PRESERVATION, REPOST, TARGET_HEALTH],
  confidence: "high",
  cases: [
    ...inBothScopes({ protocol: "TCP", preserveClientIp: true }, "rewritten", "kept"),
    ...inBothScopes({ protocol: "TCP", preserveClientIp: false }, "rewritten", "translator"),
    // Preservation cannot be switched off for these.
    ...inBothScopes({ protocol: ["UDP", "TCP_UDP", "QUIC", "TCP_QUIC"] }, "rewritten", "kept"),
    // TLS is terminated; with preservation the second connection carries the client's address.
    ...inBothScopes({ protocol: "TLS", preserveClientIp: true }, "new-connection", "spoofed"),
    ...inBothScopes({ protocol: "TLS", preserveClientIp: false }, "new-connection", "translator"),
  ],
};

/** Setting of every Network Load Balancer: made without a security group, it can never have one (rule SLB701 asks). */
export const FIXED_SECURITY = { securityGroupsFixedAtCreation: true } as const;

const HEADERS = documented(
  "HTTP headers and Application Load Balancers: targets see the load balancer's address, the client's is in X-Forwarded-For",
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html",
);

const PROXY_PROTOCOL = documented(
  "Configure proxy protocol for your Classic Load Balancer: without it, targets see the load balancer's address",
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-proxy-protocol.html",
);

/** The instance under a proxying load balancer sees a second connection, from an address of the load balancer. */
const proxied = (scope: "all" | "zone", noneHealthy: Behaviour["select"]["noneHealthy"]): Behaviour => ({
  destination: "new-connection",
  source: "translator",
  reply: "forced-back",
  onSelf: "deliver",
  select: { key: "connection", weighted: false, scope, noneHealthy },
});

/** Application Load Balancer: HTTP and HTTPS only, it ends TLS, so client certificates do not get through. */
export const alb: ForwardingModel = {
  id: "aws/alb",
  title: "AWS Application Load Balancer",
  cites: [HEADERS],
  confidence: "high",
  cases: [{ when: {}, is: proxied("all", "all") }],
};

/** Classic Load Balancer, TCP or TLS listener. Setting: `crossZone`. What it does without a healthy instance is not documented. */
const clb: ForwardingModel = {
  id: "aws/clb",
  title: "AWS Classic Load Balancer",
  cites: [PROXY_PROTOCOL],
  confidence: "medium",
  cases: [
    { when: { crossZone: true }, is: proxied("all", "unknown") },
    { when: { crossZone: false }, is: proxied("zone", "unknown") },
  ],
};

export const models: readonly ForwardingModel[] = [nlb, alb, clb];
