import * as z from "zod";
import type { FactName, SubjectKind } from "../../core/facts.ts";

const text = z.string().max(4096);
const texts = z.array(text);
const port = z.int().min(1).max(65535);
const count = z.number().min(0);
const flag = z.boolean();
const hostPort = z.strictObject({ host: text, port });
const hostEntries = z.array(z.strictObject({ name: text, address: text }));
const labels = z.record(text, text);
const settings = z.record(text, z.union([text, z.number(), flag]));
const protocol = z.enum(["TCP", "UDP", "SCTP"]);

const backend = z.strictObject({
  name: z.optional(text),
  address: z.optional(text),
  instanceId: z.optional(text),
  interfaceId: z.optional(text),
  port,
  weight: count,
  zone: z.optional(text),
  health: z.optional(z.enum(["healthy", "unhealthy", "unknown"])),
});

const healthCheck = z.strictObject({
  protocol: z.enum(["tcp", "http", "https", "none"]),
  port,
  path: z.optional(text),
  method: z.optional(z.enum(["get", "head"])),
  intervalSeconds: count,
  timeoutSeconds: count,
  healthyThreshold: count,
  unhealthyThreshold: count,
  codes: z.optional(z.array(z.tuple([count, count]))),
  verifiesCertificate: z.optional(flag),
  sources: z.optional(texts),
  shim: z.optional(flag),
});

const masquerade = z.strictObject({
  by: text,
  enabled: flag,
  sources: texts,
  exceptDestinations: texts,
});

const cniPlugin = z.strictObject({
  network: text,
  type: text,
  hairpinMode: z.optional(flag),
  ipMasq: z.optional(flag),
});

const servicePort = z.strictObject({
  port,
  protocol,
  nodePort: z.optional(port),
  targetPort: z.optional(z.union([port, text])),
});

/** What a fact's value looks like in a topology file; one line for each line of FactTypes. */
export const FACT_SCHEMAS = {
  cluster: {
    kubernetesVersion: text,
    controlPlaneEndpoint: hostPort,
    apiServerEndpoints: z.array(hostPort),
    anonymousAuth: flag,
    certSans: texts,
    kubeletLocalMode: flag,
    masters: texts,
    kubeProxyMode: text,
    podCidrs: texts,
    serviceCidrs: texts,
    networks: texts,
    masquerades: z.array(masquerade),
    dnsRewrites: z.array(z.strictObject({ from: text, to: text })),
    dnsHosts: hostEntries,
  },
  node: {
    roles: z.array(z.enum(["master", "worker"])),
    addresses: texts,
    instanceId: text,
    cloud: text,
    interfaceIds: texts,
    zone: text,
    subnet: text,
    localVips: texts,
    movedAddresses: texts,
    apiServerUp: flag,
    apiServer: hostPort,
    apiServerSans: texts,
    kubeletVersion: text,
    containerRuntime: text,
    podCidrs: texts,
    hosts: hostEntries,
    cniPlugins: z.array(cniPlugin),
    kubeletHairpinMode: text,
  },
  balancer: {
    title: text,
    provider: text,
    model: text,
    addresses: z.array(z.strictObject({ address: text, zone: z.optional(text), subnet: z.optional(text) })),
    names: texts,
    scheme: z.enum(["internal", "internet-facing"]),
    settings,
    securityGroups: texts,
  },
  listener: {
    balancer: text,
    port,
    protocol: z.enum(["tcp", "tls", "http", "https", "udp"]),
    settings,
    backends: z.array(backend),
    healthCheck,
    idleTimeoutSeconds: count,
  },
  client: {
    kind: text,
    name: text,
    namespace: text,
    nodes: texts,
    network: z.enum(["host", "pod"]),
    address: text,
    dials: z.array(hostPort),
    tls: z.strictObject({ verifies: flag, serverName: z.optional(text) }),
    candidates: z.array(hostPort),
    mentions: texts,
    labels,
    hosts: hostEntries,
  },
  service: {
    type: z.enum(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]),
    clusterIps: texts,
    addresses: z.array(z.strictObject({ address: text, ipMode: z.enum(["VIP", "Proxy"]) })),
    hostnames: texts,
    externalIps: texts,
    externalTrafficPolicy: z.enum(["Cluster", "Local"]),
    selector: labels,
    ports: z.array(servicePort),
    endpointNodes: texts,
    endpoints: texts,
  },
  instance: {
    addresses: texts,
    names: texts,
    allowedAddresses: texts,
    interfaceIds: texts,
    zone: text,
    subnet: text,
  },
  name: { addresses: texts, aliases: texts },
} satisfies { [K in SubjectKind]: { [F in FactName<K>]: z.ZodType } };
