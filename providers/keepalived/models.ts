import { directReturn } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** An address that moves; nothing is balanced. */
export const models: readonly ForwardingModel[] = [
  // Which master holds it is fixed for everybody at a time, not chosen by connection.
  {
    id: "keepalived/vrrp",
    title: "A VRRP address without a balancer: one master holds it",
    cites: [
      {
        kind: "lab",
        title:
          "An address that is local to the node is delivered there: nothing leaves it, and a dead local server refuses at once",
        checked,
      },
      { kind: "inferred", title: "The holder serves itself, all others dial the holder", checked },
    ],
    confidence: "high",
    cases: [{ when: {}, is: directReturn({ key: "source" }) }],
  },
];
