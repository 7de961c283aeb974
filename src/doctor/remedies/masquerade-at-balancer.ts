import type { CureContext, RemedyOffer } from "../../core/rule.ts";

/**
 * Where replies go as routing says, the balancer's own source address brings them back. How that is switched on depends
 * on the product; the commands are for a Linux director (IPVS needs conntrack for netfilter to see its packets).
 */
export function masqueradeAtBalancer({ traces }: CureContext): readonly RemedyOffer[] {
  const [first] = traces;
  const vip = first?.branches.find(({ via }) => via !== undefined)?.via;
  if (first === undefined || vip === undefined) return [];
  const { port } = first.flow.target;
  const iptables = vip.includes(":") ? "ip6tables" : "iptables";
  return [
    {
      id: "masquerade-at-balancer",
      title: {
        en: "let the load balancer put its own address as source as well (SNAT, automap, FULLNAT); on a Linux director with IPVS:",
        zh: "让负载均衡器同时以自己的地址作为源地址（SNAT、automap、FULLNAT）；在使用 IPVS 的 Linux director 上：",
      },
      applicability: "display-only",
      commands: [
        "sysctl -w net.ipv4.vs.conntrack=1",
        `${iptables} -t nat -A POSTROUTING -m ipvs --vaddr ${vip} --vport ${port} -j MASQUERADE`,
      ],
      files: [],
      patch: undefined,
    },
  ];
}
