import { directReturn, oneArm } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Modes of kube-vip for the control plane. */
export const models: readonly ForwardingModel[] = [
  {
    id: "kube-vip/arp",
    title: "kube-vip, ARP: one master holds the address",
    cites: [
      {
        kind: "lab",
        title:
          "An address that is local to the node is delivered there: nothing leaves it, and a dead local server refuses at once",
        checked,
      },
      {
        kind: "inferred",
        title: "As with VRRP: the holder serves itself, all others dial the holder",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: directReturn({ key: "source" }) }],
  },
  {
    id: "kube-vip/bgp",
    title: "kube-vip, BGP: every master announces the address and holds it",
    cites: [
      {
        kind: "lab",
        title:
          "An address that is local to the node is delivered there: nothing leaves it, and a dead local server refuses at once",
        checked,
      },
      {
        kind: "inferred",
        title: "Every master that announces the address owns it; routers spread the others",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: directReturn() }],
  },
  // The director is a real server: reported, not measured.
  {
    id: "kube-vip/ipvs",
    title: "kube-vip with its IPVS load balancing",
    cites: [
      {
        kind: "issue",
        title: "IPVS on the holder always uses local forwarding for an address of its own",
        at: "https://github.com/kube-vip/kube-vip/issues/825",
        checked,
      },
    ],
    confidence: "low",
    cases: [{ when: {}, is: { ...oneArm({ weighted: true }), onSelf: "unknown" } }],
  },
];
