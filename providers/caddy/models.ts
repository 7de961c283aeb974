import { proxied } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** A proxy; no transparent mode is known. */
export const models: readonly ForwardingModel[] = [
  {
    id: "caddy/l4",
    title: "Caddy with its layer4 module, or as a reverse proxy",
    cites: [
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
      {
        kind: "source",
        title: "local_address may be set by connection; no transparent mode was found",
        at: "mholt/caddy-l4:modules/l4proxy/upstream.go",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: proxied() }],
  },
];
