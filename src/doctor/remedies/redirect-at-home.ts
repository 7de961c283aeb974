import { observed } from "../../core/observation.ts";
import type { CureContext, RemedyOffer } from "../../core/rule.ts";
import { knownValue, type Topology } from "../../core/topology.ts";
import { changeFacts } from "./change-facts.ts";
import { type AtHome, mastersOf } from "./masters-of.ts";

const origin = { kind: "assumed", source: "remedy redirect-at-home" } as const;

const redirected =
  (homes: readonly AtHome[], vips: readonly string[]) =>
  (topology: Topology): Topology =>
    changeFacts(
      topology,
      homes.map(({ trace: { flow } }) => {
        const known = knownValue(topology, "node", flow.node, "localVips") ?? [];
        return observed("node", flow.node, "localVips", [...new Set([...known, ...vips])], origin);
      }),
    );

/** nft wants a semicolon after each chain that ends on the same line. Both hooks: `output` is what the host itself sends, `prerouting` what its pods send. */
function command(vip: string, port: number, apiPort: number): string {
  const ip = vip.includes(":") ? "ip6" : "ip";
  const chain = (hook: string) =>
    `chain ${hook} { type nat hook ${hook} priority -110; ${ip} daddr ${vip} tcp dport ${port} redirect to :${apiPort}; };`;
  return `nft 'table ${ip} slbctl { ${chain("output")} ${chain("prerouting")} }'    # on each of them`;
}

/**
 * On masters: nodes catch the VIP and hand it to their own API server, for the host and its pods alike. What OpenShift
 * does on Azure, where it is taken away while the local /readyz fails.
 */
export function redirectAtHome(context: CureContext): readonly RemedyOffer[] {
  const homes = mastersOf(context);
  const vips = [...new Set(context.traces.flatMap(({ branches }) => branches.map(({ via }) => via)))].filter(
    (via) => via !== undefined,
  );
  const known = context.traces.flatMap(({ balancer }) =>
    balancer === undefined ? [] : (knownValue(context.topology, "balancer", balancer, "addresses") ?? []),
  );
  const [vip] = vips;
  if (homes === undefined || vip === undefined || vips.length > 1) return [];
  if (!known.some(({ address }) => address === vip)) return [];
  const [{ server, trace }, ...others] = homes;
  if (others.some((other) => other.server.port !== server.port)) return [];
  return [
    {
      id: "redirect-at-home",
      title: {
        en: `on each master redirect ${vip} to the local API server (for pods too); take it away while the local /readyz fails`,
        zh: `在每台 master 上把 ${vip} 重定向到本机 API server（对 pod 同样有效）；本机 /readyz 失败期间应撤除`,
      },
      applicability: "unsafe",
      commands: [command(vip, trace.flow.target.port, server.port)],
      files: [],
      patch: redirected(homes, vips),
    },
  ];
}
