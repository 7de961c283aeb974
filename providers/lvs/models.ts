import { directReturn, fullNat, oneArm } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** IPVS itself was not measured: the outcomes are those of the same translations by nftables. */
export const models: readonly ForwardingModel[] = [
  {
    id: "lvs/nat",
    title: "LVS-NAT with clients in the subnet of the real servers",
    cites: [
      {
        kind: "article",
        title: "A client in the real servers' subnet never gets an answer",
        at: "http://ynotes.cn/blog/article_detail/194",
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
    cases: [{ when: {}, is: oneArm({ weighted: true }) }],
  },
  {
    id: "lvs/dr",
    title: "LVS-DR: direct routing, the VIP on lo of every real server",
    cites: [
      {
        kind: "documentation",
        title: "LVS-HOWTO, LVS-DR: real servers hold the VIP on lo",
        at: "http://www.austintek.com/LVS/LVS-HOWTO/HOWTO/LVS-HOWTO.LVS-DR.html",
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
    cases: [{ when: {}, is: directReturn({ weighted: true }) }],
  },
  {
    id: "lvs/tun",
    title: "LVS-TUN: tunnelled, the VIP on tunl0 of every real server",
    cites: [
      { kind: "inferred", title: "Addresses are laid out as with LVS-DR", checked },
      {
        kind: "lab",
        title:
          "An address that is local to the node is delivered there: nothing leaves it, and a dead local server refuses at once",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: directReturn({ weighted: true }) }],
  },
  {
    id: "lvs/fullnat",
    title: "LVS-FULLNAT: both addresses rewritten",
    cites: [
      {
        kind: "documentation",
        title: "FULLNAT replaces source and destination",
        at: "https://support.huaweicloud.com/intl/en-us/bestpractice-cloudpond/ies_09_0015.html",
        checked,
      },
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: fullNat({ weighted: true }) }],
  },
];
