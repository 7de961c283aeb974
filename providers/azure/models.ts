import { directReturn, keptSource } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Five-tuple hash over the healthy backends; what it does without one is not modelled. */
export const models: readonly ForwardingModel[] = [
  {
    id: "azure/lb",
    title: "Azure Standard Load Balancer, floating IP off",
    cites: [
      {
        kind: "documentation",
        title:
          "Troubleshoot backend traffic: a backend that dials its own load balancer fails when the flow comes back to it",
        at: "MicrosoftDocs/azure-docs:articles/load-balancer/load-balancer-troubleshoot-backend-traffic.md",
        checked,
      },
      {
        kind: "source",
        title: "One backend fails always, two fail half of the time",
        at: "microsoft/Azure-ILB-hairpin:README.md",
        checked,
      },
      {
        kind: "lab",
        title:
          "Destination NAT through a fabric with the source kept: a SYN that comes back to its sender is dropped as a martian source before TCP",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: keptSource() }],
  },
  {
    id: "azure/lb-floating-ip",
    title: "Azure Standard Load Balancer, floating IP on and the VIP in the guest",
    cites: [
      {
        kind: "documentation",
        title: "Floating IP (direct server return): the guest owns the frontend address",
        at: "MicrosoftDocs/azure-docs:articles/load-balancer/load-balancer-troubleshoot-backend-traffic.md",
        checked,
      },
      {
        kind: "lab",
        title:
          "An address that is local to the node is delivered there: nothing leaves it, and a dead local server refuses at once",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: directReturn() }],
  },
];
