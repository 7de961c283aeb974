import { proxied, transparentProxy } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Without a live server it closes connections. */
export const models: readonly ForwardingModel[] = [
  {
    id: "haproxy/tcp",
    title: "HAProxy, TCP or HTTP proxy",
    cites: [
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
      {
        kind: "inferred",
        title: "Two connections: servers see the address of HAProxy, also when it runs on a master",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: proxied({ weighted: true }) }],
  },
  {
    id: "haproxy/tcp-transparent",
    title: "HAProxy with source 0.0.0.0 usesrc clientip",
    cites: [
      {
        kind: "source",
        title: "Transparent proxy: replies have to be routed back through it",
        at: "haproxy/haproxy:examples/transparent_proxy.cfg",
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
    cases: [{ when: {}, is: transparentProxy({ weighted: true }) }],
  },
];
