import { directReturn } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** For Services. Inside the cluster the address never leaves the node. */
export const models: readonly ForwardingModel[] = [
  {
    id: "metallb/l2",
    title: "MetalLB, layer 2: one node answers for the address, kube-proxy does the rest",
    cites: [
      {
        kind: "source",
        title: "kube-proxy captures the address on every node; nothing inside reaches MetalLB",
        at: "kubernetes/enhancements:keps/sig-network/1860-kube-proxy-IP-node-binding/README.md",
        checked,
      },
      { kind: "inferred", title: "From outside one node at a time takes all connections", checked },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: directReturn({ key: "source" }) }],
  },
  {
    id: "metallb/bgp",
    title: "MetalLB, BGP: routers spread over the nodes, kube-proxy does the rest",
    cites: [
      {
        kind: "source",
        title: "kube-proxy captures the address on every node; nothing inside reaches the routers",
        at: "kubernetes/enhancements:keps/sig-network/1860-kube-proxy-IP-node-binding/README.md",
        checked,
      },
      { kind: "inferred", title: "From outside routers choose by a hash", checked },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: directReturn() }],
  },
];
