import * as z from "zod";
import { canonicalAddress, isAddress, isCidr } from "./net.ts";
import type { Text } from "./text.ts";

/** `API_VERSION` names the only version of the spec so far; within a version the schema only grows. */
export const API_VERSION = "slbctl/v1";

const port = z.int().min(1).max(65535);
const address = z
  .string()
  .refine(isAddress)
  .overwrite((text) => canonicalAddress(text) ?? text);
const cidr = z.string().refine(isCidr);
/** RFC 1123 subdomain in lower case: what Kubernetes accepts as a node name. */
const dnsName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/);

const master = z.strictObject({
  name: dnsName.describe("Node name, as Kubernetes will know it."),
  address: address.describe("Address on which the API server listens; a private address of the master."),
  instanceId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe("Id of the instance at the cloud, e.g. i-bp1… or i-0abc…."),
  port: port.default(6443).describe("Port of the API server."),
  weight: z.int().min(0).max(100).default(100).describe("Relative share of new connections; 0 gets none."),
  zone: z.string().min(1).optional().describe("Availability zone."),
});

const subnet = z.strictObject({
  id: z.string().min(1).describe("Id of the subnet (AWS) or vSwitch (Alibaba Cloud)."),
  zone: z.string().min(1).optional().describe("Availability zone of the subnet."),
  address: address.optional().describe("Fixed private address of the load balancer in this subnet."),
});

/** `api.example.com`, `10.0.0.9:6443`, `[fd00::9]:6443`: what kubeadm accepts as controlPlaneEndpoint. */
export function splitEndpoint(text: string): { host: string; port: number | undefined } | undefined {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? text;
  const endpointPort = digits === undefined ? undefined : Number(digits);
  const isHost =
    isAddress(host) ||
    (bracketed === undefined && dnsName.safeParse(host.toLowerCase()).success && !/^[\d.]+$/.test(host));
  if (!isHost || (endpointPort !== undefined && (endpointPort < 1 || endpointPort > 65535))) return undefined;
  return { host, port: endpointPort };
}

const isEndpoint = (text: string): boolean => splitEndpoint(text) !== undefined;

/** `200`, `200-299`, or several of these separated by commas. */
const statusCodes = z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?(,[1-5]\d\d(-[1-5]\d\d)?)*$/);

const healthCheck = z.strictObject({
  protocol: z
    .enum(["https", "http", "tcp"])
    .default("https")
    .describe(
      "How readiness is asked for. TCP only sees that the port listens, so a hung API server stays in.",
    ),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]{0,1023}$/)
    .default("/healthz")
    .describe("Path of the request; `explain SLB201` says why /readyz is better."),
  port: port
    .optional()
    .describe("Port that is probed; default: the API server's, or the health shim's where one is needed."),
  intervalSeconds: z.int().min(1).max(300).default(5).describe("Seconds between two probes of one backend."),
  timeoutSeconds: z.int().min(1).max(300).default(3).describe("Seconds until a probe counts as failed."),
  healthyThreshold: z.int().min(2).max(10).default(2).describe("Probes in a row that must succeed."),
  unhealthyThreshold: z.int().min(2).max(10).default(2).describe("Probes in a row that must fail."),
  codes: statusCodes.default("200-299").describe("Accepted status codes."),
});

/** The spec as a user writes it; every default is filled in by parsing. */
export const specSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION).describe("Version of this format."),
  kind: z.literal("LoadBalancer").describe("The only kind there is."),
  name: z
    .string()
    .regex(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/)
    .describe(
      "Name of the load balancer and value of its ownership tag: a letter, then at most 31 of a-z, 0-9 and -.",
    ),
  provider: z.string().min(1).describe("alicloud, aws, haproxy, …"),
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional()
    .describe("Region of the cloud."),
  scheme: z.enum(["internal", "internet-facing"]).default("internal").describe("Who can reach it."),
  vpcId: z.string().min(1).optional().describe("Id of the VPC."),
  subnets: z.array(subnet).max(16).default([]).describe("Where the load balancer's addresses live."),
  port: port.default(6443).describe("Port of the listener."),
  controlPlaneEndpoint: z
    .string()
    .refine(isEndpoint)
    .optional()
    .describe(
      "kubeadm's controlPlaneEndpoint: the DNS name (or address) that leads to the load balancer, with an optional port.",
    ),
  masters: z.array(master).min(1).max(64).describe("The API servers."),
  healthCheck: healthCheck.prefault({}).describe("How backends are probed."),
  clientAddress: z
    .enum(["auto", "preserve", "replace"])
    .default("auto")
    .describe("Whether API servers see the client's address. `auto` chooses what avoids hairpins."),
  securityGroups: z
    .array(z.string().min(1))
    .max(5)
    .default([])
    .describe("Security groups of the load balancer."),
  crossZone: z.boolean().optional().describe("Whether an address may send to backends of other zones."),
  accessList: z
    .strictObject({
      type: z
        .enum(["allow", "deny"])
        .default("allow")
        .describe("Whether the ranges are let in, or kept out."),
      entries: z.array(cidr).min(1).max(300).describe("Ranges such as 10.0.0.0/8."),
    })
    .optional()
    .describe("Address ranges that may (or may not) use the listener."),
  idleTimeoutSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe("Seconds after which an idle connection is cut."),
  drainSeconds: z
    .int()
    .min(0)
    .max(3600)
    .optional()
    .describe("Seconds that connections of a removed backend may live on."),
  deletionProtection: z.boolean().default(false).describe("Refuse deletion until this is switched off."),
  tags: z.record(z.string().min(1).max(64), z.string().max(128)).default({}).describe("Further tags."),
  kubernetes: z
    .strictObject({
      version: z
        .string()
        .regex(/^v?\d+\.\d+(\.\d+)?([-+.].*)?$/)
        .optional()
        .describe("Version to be installed, e.g. 1.31.2."),
      anonymousAuth: z
        .boolean()
        .default(true)
        .describe("False where --anonymous-auth=false: then probes need a client certificate."),
    })
    .prefault({})
    .describe("What is known of the cluster to come."),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("What only this provider has; see docs/providers."),
});

export type Spec = z.infer<typeof specSchema>;
export type SpecInput = z.input<typeof specSchema>;
export type Master = Spec["masters"][number];

/** A problem of a spec: where it is, what was found there, and what was expected. */
export interface SpecIssue {
  /** Path into the document, e.g. `["masters", 1, "port"]`. */
  readonly path: readonly (string | number)[];
  /** What stands there, shortened, with secrets never in it; undefined when nothing does. */
  readonly found: string | undefined;
  readonly text: Text;
  readonly expected: Text;
  /** The name of the field is at fault, not its value. */
  readonly key?: true;
}

/** Where a problem stands. Lines and columns start at 1; a column counts characters. */
export type SpecPlace =
  | {
      readonly kind: "file";
      readonly file: string;
      readonly line: number;
      readonly column: number;
      /** Characters from `column` on that the problem covers, within this line. */
      readonly length: number;
      /** The line itself, without secrets; shortened by the renderer. */
      readonly excerpt: string;
    }
  | { readonly kind: "flag"; readonly flag: string };

/** A problem with its place; `parseSpec` and `locateIssues` make these. */
export interface SpecProblem extends SpecIssue {
  readonly at: SpecPlace;
}
