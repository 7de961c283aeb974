import { fullNat, oneArm } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Ratios of pool members are not modelled. */
export const models: readonly ForwardingModel[] = [
  {
    id: "f5/snat",
    title: "F5 BIG-IP virtual server with SNAT automap or a SNAT pool",
    cites: [
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
      { kind: "inferred", title: "SNAT automap puts a self IP as source; its manual was not read", checked },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: fullNat() }],
  },
  {
    id: "f5/no-snat",
    title: "F5 BIG-IP virtual server without SNAT, one-arm",
    cites: [
      {
        kind: "article",
        title: "Pool members in the client's subnet answer past the BIG-IP",
        at: "http://nerdof.technology/stateless-routing-ltm/",
        checked,
      },
      {
        kind: "lab",
        title:
          "Destination NAT beside the backends: the SYN-ACK comes from the backend's own address and the client resets it, whichever backend was chosen",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: oneArm() }],
  },
];
