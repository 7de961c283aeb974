import { fullNat, keptSource, proxied } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Weighted round robin; other schedulers and stickiness are not modelled. */
export const models: readonly ForwardingModel[] = [
  {
    id: "huawei/elb-l4-client-ip",
    title:
      "Huawei Cloud ELB, TCP or UDP listener that transfers the client's address (always so on dedicated ones)",
    cites: [
      {
        kind: "documentation",
        title: "A backend that dials its own ELB fails at layer 4 while the client's address is transferred",
        at: "https://support.huaweicloud.com/eu/elb_faq/elb_faq_21020218.html",
        checked,
      },
      {
        kind: "lab",
        title:
          "Destination NAT through a fabric with the source kept: a SYN that comes back to its sender is dropped as a martian source before TCP",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: keptSource({ weighted: true }) }],
  },
  {
    id: "huawei/elb-l4",
    title:
      "Huawei Cloud ELB, TCP listener without transfer of the client's address, or with IP addresses as backends",
    cites: [
      {
        kind: "documentation",
        title: "Off, or with IP as a backend, a backend may dial its own ELB",
        at: "https://support.huaweicloud.com/eu/elb_faq/elb_faq_21020218.html",
        checked,
      },
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: fullNat({ weighted: true }) }],
  },
  {
    id: "huawei/elb-l7",
    title: "Huawei Cloud ELB, HTTP or HTTPS listener",
    cites: [
      {
        kind: "documentation",
        title: "Layer 7 works for a backend that is client, too",
        at: "https://support.huaweicloud.com/eu/elb_faq/elb_faq_21020218.html",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: proxied({ weighted: true, noneHealthy: "unknown" }) }],
  },
];
