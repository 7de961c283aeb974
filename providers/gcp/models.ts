import { directReturn, proxied } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** The hash may keep a client on one backend; session affinity is not modelled. */
export const models: readonly ForwardingModel[] = [
  {
    id: "gcp/passthrough",
    title: "Google Cloud passthrough Network Load Balancer, with the guest agent's local route",
    cites: [
      {
        kind: "documentation",
        title:
          "Packets arrive with the forwarding rule's address as destination; replies go straight to the client",
        at: "https://cloud.google.com/load-balancing/docs/network/networklb-backend-service",
        checked,
      },
      {
        kind: "source",
        title: "The guest agent installs local routes for forwarded addresses",
        at: "GoogleCloudPlatform/guest-agent:google_guest_agent/addresses.go",
        checked,
      },
      {
        kind: "lab",
        title:
          "An address that is local to the node is delivered there: nothing leaves it, and a dead local server refuses at once",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: directReturn() }],
  },
  {
    id: "gcp/proxy",
    title: "Google Cloud proxy Network Load Balancer",
    cites: [
      {
        kind: "inferred",
        title: "A proxy opens a second connection from its own address, as all proxies do; not looked up",
        checked,
      },
    ],
    confidence: "low",
    cases: [{ when: {}, is: proxied({ noneHealthy: "unknown" }) }],
  },
];
