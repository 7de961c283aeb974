import type { Citation } from "../../src/core/citation.ts";
import type { Behaviour, ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

const documented = (title: string, at: string): Citation => ({ kind: "documentation", title, at, checked });

/** Measured in network namespaces: a fabric that rewrites the destination and keeps the source, dialled by the chosen backend. */
const LAB_KEPT_SOURCE: Citation = {
  kind: "lab",
  title:
    "Destination NAT through a fabric with the source kept: the SYN comes home with the receiver's own address and is dropped as a martian source; with the source replaced it is delivered",
  checked,
};

const CLB_TRAFFIC_FLOW = documented(
  "Network traffic flow (Classic Load Balancer)",
  "AlibabaCloudDocs/slb:intl.en-US/Classic Load Balancer/User Guide/Instance/Network traffic flow.md",
);

const SCHEDULING = documented(
  "SLB scheduling algorithms",
  "https://help.aliyun.com/en/slb/product-overview/introduction-to-load-balancing-scheduling-algorithm",
);

/** What CLB, NLB or ALB do when no backend is healthy is not documented anywhere that we found. */
const noneHealthy = "unknown";

/** The fabric rewrites the destination, keeps the client's source and brings replies back through itself. */
const keptSource = (select: Omit<Behaviour["select"], "noneHealthy">): Behaviour => ({
  destination: "rewritten",
  source: "kept",
  reply: "forced-back",
  onSelf: "deliver",
  select: { ...select, noneHealthy },
});

const replacedSource = (select: Omit<Behaviour["select"], "noneHealthy">): Behaviour => ({
  ...keptSource(select),
  source: "translator",
});

const proxied = (select: Omit<Behaviour["select"], "noneHealthy">): Behaviour => ({
  ...replacedSource(select),
  destination: "new-connection",
});

const perConnection = (weighted: boolean, scope: "all" | "zone" = "all") =>
  ({ key: "connection", weighted, scope }) as const;

/**
 * CLB, TCP and UDP listeners. Setting: `scheduler` (wrr, rr, sch, tch). `tch` hashes the four-tuple, so a new source
 * port is a new choice. Weights are documented for wrr only.
 */
export const clbL4: ForwardingModel = {
  id: "alicloud/clb-l4",
  title: "Alibaba Cloud Classic Load Balancer, TCP or UDP listener",
  cites: [
    documented(
      "FAQ about backend servers: an ECS instance cannot be real server and client of its own balancer",
      "AlibabaCloudDocs/slb:cn.zh-CN/常见问题/后端服务器常见问题.md",
    ),
    CLB_TRAFFIC_FLOW,
    {
      kind: "source",
      title: "Scheduler values of a TCP listener",
      at: "aliyun/alibabacloud-typescript-sdk:slb-20140515/src/models/CreateLoadBalancerTcplistenerRequest.ts",
      checked,
    },
    LAB_KEPT_SOURCE,
  ],
  confidence: "high",
  cases: [
    { when: { scheduler: "wrr" }, is: keptSource(perConnection(true)) },
    { when: { scheduler: ["rr", "tch"] }, is: keptSource(perConnection(false)) },
    { when: { scheduler: "sch" }, is: keptSource({ key: "source", weighted: false, scope: "all" }) },
  ],
};

/** CLB, HTTP and HTTPS listeners: a Tengine proxy in 100.64.0.0/10. HTTPS ends TLS, so client certificates do not get through. */
export const clbL7: ForwardingModel = {
  id: "alicloud/clb-l7",
  title: "Alibaba Cloud Classic Load Balancer, HTTP or HTTPS listener",
  cites: [
    CLB_TRAFFIC_FLOW,
    documented(
      "FAQ about backend servers: 100.64.0.0/10 is used for forwarding and health checks",
      "https://www.alibabacloud.com/help/en/slb/classic-load-balancer/user-guide/faq-about-backend-servers",
    ),
    LAB_KEPT_SOURCE,
  ],
  confidence: "medium",
  cases: [
    { when: { scheduler: "wrr" }, is: proxied(perConnection(true)) },
    { when: { scheduler: "rr" }, is: proxied(perConnection(false)) },
    { when: { scheduler: "sch" }, is: proxied({ key: "source", weighted: false, scope: "all" }) },
  ],
};

/**
 * NLB. Settings: `preserveClientIp` (API default true), `targetType` (instance, ip), `crossZone` (default true).
 * Groups of type Ip cannot preserve the address. The choice is described for the default scheduler Wrr; the hashing
 * ones (Sch, Tch, Qch) are not modelled.
 */
export const nlb: ForwardingModel = {
  id: "alicloud/nlb",
  title: "Alibaba Cloud Network Load Balancer",
  cites: [
    documented(
      "NLB FAQ: for a server that is backend and client, switch client IP preservation off in the server group",
      "https://www.alibabacloud.com/help/tc/slb/network-load-balancer/nlb-faq",
    ),
    documented(
      "Obtain client IP addresses: Ip groups and TCPSSL listeners cannot preserve the address",
      "https://help.aliyun.com/en/slb/network-load-balancer/use-cases/obtain-client-ip-addresses",
    ),
    {
      kind: "source",
      title: "PreserveClientIpEnabled defaults to true",
      at: "aliyun/alibabacloud-typescript-sdk:nlb-20220430/src/models/CreateServerGroupRequest.ts",
      checked,
    },
    LAB_KEPT_SOURCE,
  ],
  confidence: "medium",
  cases: [
    { when: { targetType: "ip", crossZone: true }, is: replacedSource(perConnection(true)) },
    { when: { targetType: "ip", crossZone: false }, is: replacedSource(perConnection(true, "zone")) },
    { when: { preserveClientIp: false, crossZone: true }, is: replacedSource(perConnection(true)) },
    { when: { preserveClientIp: false, crossZone: false }, is: replacedSource(perConnection(true, "zone")) },
    {
      when: { targetType: "instance", preserveClientIp: true, crossZone: true },
      is: keptSource(perConnection(true)),
    },
    {
      when: { targetType: "instance", preserveClientIp: true, crossZone: false },
      is: keptSource(perConnection(true, "zone")),
    },
  ],
};

/** ALB: a proxy with local addresses of its own per vSwitch. HTTP, HTTPS and QUIC only; no fit for mutual TLS. */
export const alb: ForwardingModel = {
  id: "alicloud/alb",
  title: "Alibaba Cloud Application Load Balancer",
  cites: [
    documented(
      "ALB: one VIP and two local addresses per vSwitch, from which it talks to backends",
      "https://alibabacloud.com/help/en/slb/application-load-balancer/use-cases/use-alb-security-groups-to-implement-blacklist-and-whitelist-access-policies",
    ),
    SCHEDULING,
    LAB_KEPT_SOURCE,
  ],
  confidence: "medium",
  cases: [{ when: {}, is: proxied(perConnection(true)) }],
};

export const models: readonly ForwardingModel[] = [clbL4, clbL7, nlb, alb];
