import { proxied, transparentProxy } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** Panic mode is on by default. */
export const models: readonly ForwardingModel[] = [
  {
    id: "envoy/tcp",
    title: "Envoy, TCP proxy",
    cites: [
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
      {
        kind: "documentation",
        title: "Panic threshold: with too few healthy hosts all get traffic, unless it is set to 0",
        at: "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/panic_threshold",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: proxied({ weighted: true, noneHealthy: "unknown" }) }],
  },
  {
    id: "envoy/tcp-transparent",
    title: "Envoy with the listener filter original_src",
    cites: [
      {
        kind: "source",
        title: "original_src: a mark exists so that replies can be routed back",
        at: "envoyproxy/data-plane-api:envoy/extensions/filters/listener/original_src/v3/original_src.proto",
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
    cases: [{ when: {}, is: transparentProxy({ weighted: true, noneHealthy: "unknown" }) }],
  },
];
