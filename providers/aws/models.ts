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
