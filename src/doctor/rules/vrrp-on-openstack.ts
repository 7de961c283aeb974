import type { Citation } from "../../core/citation.ts";
import { canonicalAddress, cidrContains } from "../../core/net.ts";
import { fine, notApplicable, problem } from "../../core/rule.ts";
import { spelling } from "../among/lead-to.ts";
import { defineRule } from "../define-rule.ts";

const PAIRS: Citation = {
  kind: "documentation",
  title: "An OpenStack port passes no other address than its own, unless an allowed address pair names it",
  at: "https://docs.redhat.com/en/documentation/red_hat_openstack_platform/16.0/html/networking_guide/sec-allowed-address-pairs",
  checked: "2026-11-23",
};
const SEEN: Citation = {
  kind: "issue",
  title: "VRRP with port security off does not work on OVN; allowed address pairs do",
  at: "https://gitlab.com/yaook/k8s/-/issues/659",
  checked: "2026-11-23",
};

/** Of the clouds that Kubernetes names, the one whose ports drop foreign sources unless a pair allows them. */
const FILTERING = "openstack://";

const covers = (range: string, address: string): boolean =>
  canonicalAddress(range) === undefined
    ? cidrContains(range, address)
    : spelling(range) === spelling(address);

export const rule = defineRule({
  code: "SLB702",
  slug: "vrrp-on-openstack",
  title: {
    en: "OpenStack drops the traffic of an address that moves between masters",
    zh: "OpenStack 会丢弃在 master 之间漂移的地址的流量",
  },
  severity: "error",
  category: "network",
  confidence: "medium",
  cites: [PAIRS, SEEN],
  scope: "cluster",
  needs: {},
  among: {
    node: ["cloud", "instanceId", "movedAddresses"],
    instance: ["allowedAddresses"],
  },
  check: (_facts, { node, instance }) => {
    const holders = [...node].flatMap(([id, { cloud, instanceId, movedAddresses = [] }]) =>
      cloud === FILTERING
        ? movedAddresses.map((address) => ({
            id,
            address,
            instanceId,
            allowed: instance.get(instanceId ?? "")?.allowedAddresses,
          }))
        : [],
    );
    if (holders.length === 0) return notApplicable;
    const barred = holders.filter(
      ({ address, allowed }) => allowed !== undefined && !allowed.some((range) => covers(range, address)),
    );
    if (barred.length === 0) {
      const unread = holders.filter(({ allowed }) => allowed === undefined);
      if (unread.length === 0) return fine;
      return {
        kind: "unknown",
        missing: unread.map(({ id, instanceId = "SERVER" }) => ({
          fact: "instance.allowedAddresses",
          subject: id,
          reason: {
            en: "the allowed address pairs of its port were not read",
            zh: "没有读到其端口的 allowed address pair",
          },
          howToProvide: `for port in $(openstack port list --server ${instanceId} -f value -c ID); do openstack port show $port -f json > $port.json; done`,
        })),
      };
    }
    const addresses = [...new Set(barred.map(({ address }) => address))].join(", ");
    const nodes = [...new Set(barred.map(({ id }) => id))];
    return problem({
      message: {
        en: `${addresses} is moved between nodes by ARP (keepalived, kube-vip), and the OpenStack port of ${nodes.join(", ")} does not allow it: port security drops what is sent from it, so nobody outside that node gets an answer while it holds the address`,
        zh: `${addresses} 通过 ARP 在节点之间漂移（keepalived、kube-vip），而 ${nodes.join("、")} 的 OpenStack 端口不允许该地址：端口安全会丢弃以它为源的报文，因此该节点持有该地址时，其他任何机器都得不到应答`,
      },
      counterfactual: {
        en: "Not a finding if another port of that server carries the address's subnet and allows it, or if port security is off there.",
        zh: "若该服务器的另一个端口承载该地址所在子网并允许它，或该端口已关闭端口安全，则不成立。",
      },
      failure: { mode: "always", share: 1 },
      disposition: "dropped",
      restsOn: { node: nodes, instance: barred.flatMap(({ instanceId }) => instanceId ?? []) },
      remedies: () => [
        {
          id: "allow-address",
          title: {
            en: "allow the address on the port of every node that may hold it",
            zh: "在每个可能持有该地址的节点的端口上放行它",
          },
          applicability: "display-only",
          commands: barred.flatMap(({ address, instanceId = "SERVER" }) => [
            `openstack port list --server ${instanceId}`,
            `openstack port set --allowed-address ip-address=${address} PORT`,
          ]),
          files: [],
          patch: undefined,
        },
        {
          id: "octavia",
          title: {
            en: "or use a load balancer of the cloud (Octavia), which needs no pairs",
            zh: "或使用云上的负载均衡器（Octavia），不需要 address pair",
          },
          applicability: "display-only",
          commands: [],
          files: [],
          patch: undefined,
        },
      ],
    });
  },
});
