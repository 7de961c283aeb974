import { behaviourOf } from "../../core/forwarding.ts";
import { observed } from "../../core/observation.ts";
import type { CureContext, RemedyOffer } from "../../core/rule.ts";
import { knownValue, type Topology } from "../../core/topology.ts";
import { changeFacts } from "./change-facts.ts";

const SETTING = "preserveClientIp";

/** Where the balancer has a switch for the client's address: switch it to replacing. */
export function replaceClientAddress({ traces, model, topology }: CureContext): readonly RemedyOffer[] {
  const [{ balancer, listener } = { balancer: undefined, listener: undefined }] = traces;
  if (balancer === undefined || listener === undefined || model === undefined) return [];
  const kind =
    knownValue(topology, "listener", listener, "settings")?.[SETTING] === undefined ? "balancer" : "listener";
  const id = kind === "balancer" ? balancer : listener;
  const settings = knownValue(topology, kind, id, "settings") ?? {};
  if (settings[SETTING] !== true) return [];
  const all = {
    ...knownValue(topology, "balancer", balancer, "settings"),
    ...knownValue(topology, "listener", listener, "settings"),
    [SETTING]: false,
  };
  const outcome = behaviourOf(model, all);
  if (!outcome.known || outcome.behaviour.source !== "translator") return [];
  const origin = { kind: "assumed", source: "remedy replace-client-address" } as const;
  const patch = (before: Topology): Topology =>
    changeFacts(before, [observed(kind, id, "settings", { ...settings, [SETTING]: false }, origin)]);
  return [
    {
      id: "replace-client-address",
      title: {
        en: "let the load balancer replace the client's address (clientAddress: replace); API servers then see the balancer, also in audit logs, and their firewall must admit it",
        zh: "让负载均衡器替换客户端地址（clientAddress: replace）；此后 API server（包括审计日志）看到的是负载均衡器，其防火墙须放行它",
      },
      applicability: "unsafe",
      commands: ["slbctl create -f spec.yaml    # with clientAddress: replace"],
      files: [],
      patch,
    },
  ];
}
