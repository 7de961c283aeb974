import * as z from "zod";
import { isAddress, isCidr } from "./net.ts";
import type { Text } from "./text.ts";

/** `API_VERSION` names the only version of the spec so far; within a version the schema only grows. */
export const API_VERSION = "slbctl/v1";

const port = z.int().min(1).max(65535);
const address = z.string().refine(isAddress, { params: { expected: "address" } });
const cidr = z.string().refine(isCidr, { params: { expected: "cidr" } });
const dnsName = z
  .string()
  .max(253)
  .regex(/^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/);

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
  apiVersion: z.literal(API_VERSION),
  kind: z.literal("LoadBalancer"),
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
    .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/)
    .optional()
    .describe("kubeadm's controlPlaneEndpoint, if a DNS name is to lead to the load balancer."),
  masters: z.array(master).min(1).max(64).describe("The API servers."),
  healthCheck: healthCheck.prefault({}),
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
      type: z.enum(["allow", "deny"]).default("allow"),
      entries: z.array(cidr).min(1).max(300),
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
    .prefault({}),
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
}
