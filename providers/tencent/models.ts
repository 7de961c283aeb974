import { keptSource } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Weighted round robin; other schedulers are not modelled. */
export const models: readonly ForwardingModel[] = [
  {
    id: "tencent/clb-l4",
    title: "Tencent Cloud CLB, TCP or UDP listener on the intranet",
    cites: [
      {
        kind: "documentation",
        title: "Layer 4 passes the client's address on without configuration",
        at: "https://www.tencentcloud.com/document/product/214/3728",
        checked,
      },
      {
        kind: "article",
        title:
          "CLB loopback: a flow that is forwarded to its own node loops; other nodes work, since the fabric returns replies through the balancer",
        at: "https://code.cnbugs.com/book/kubernetes-guide/",
        checked,
      },
      {
        kind: "issue",
        title: "With all targets unhealthy it forwards to all of them",
        at: "https://github.com/kubernetes/kubernetes/issues/79783",
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
    cases: [{ when: {}, is: keptSource({ weighted: true, noneHealthy: "all" }) }],
  },
];
