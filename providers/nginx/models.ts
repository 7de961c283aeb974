import { proxied, transparentProxy } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Passive checks of open-source nginx: a dead server is found by failing connections. */
export const models: readonly ForwardingModel[] = [
  {
    id: "nginx/stream",
    title: "nginx, stream proxy",
    cites: [
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
      { kind: "inferred", title: "Two connections: servers see the address of nginx", checked },
    ],
    confidence: "high",
    cases: [{ when: {}, is: proxied({ weighted: true }) }],
  },
  {
    id: "nginx/stream-transparent",
    title: "nginx with proxy_bind $remote_addr transparent",
    cites: [
      {
        kind: "source",
        title: "proxy_bind transparent: the routing table has to intercept replies",
        at: "nginx/nginx.org:xml/en/docs/stream/ngx_stream_proxy_module.xml",
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
