// The mini flavour of zod starts in half the time (12 against 25 ms, measured 2026-11-23 on Node 20).
import * as z from "zod/mini";
import { canonicalAddress, isAddress, isCidr } from "./net.ts";
import type { Text } from "./text.ts";

/** `API_VERSION` names the only version of the spec so far; within a version the schema only grows. */
export const API_VERSION = "slbctl/v1";

// One document is read per run: compiling a parser for it costs more than it saves.
z.config({ jitless: true });

/** Descriptions go into the registry: a check that describes would make zod build each schema twice. */
const about = <T extends z.core.$ZodType>(description: string, schema: T): T => {
  z.globalRegistry.add(schema, { description });
  return schema;
};

// Made by their constructors for the same reason: `.check()` builds the schema again.
const string = (...checks: z.core.$ZodCheck<string>[]) =>
  new z.core.$ZodString({ type: "string", checks }) as z.core.$ZodString<string>;

/** A whole number within bounds, both included. */
const within = (minimum: number, maximum: number, description: string) =>
  about(
    description,
    new z.core.$ZodNumberFormat({
      type: "number",
      check: "number_format",
      abort: false,
      format: "safeint",
      checks: [z.gte(minimum), z.lte(maximum)],
    }),
  );
const port = (description: string) => within(1, 65_535, description);
const word = (description: string) => about(description, string(z.minLength(1)));
const matching = (pattern: RegExp, description: string) => about(description, string(z.regex(pattern)));
const address = (description: string) =>
  about(
    description,
    string(
      z.refine(isAddress),
      z.overwrite((text) => canonicalAddress(text) ?? text),
    ),
  );
const cidr = string(z.refine(isCidr));

/** RFC 1123 subdomain in lower case: what Kubernetes accepts as a node name. */
const DNS_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const isDnsName = (text: string): boolean => text.length <= 253 && DNS_NAME.test(text);

const master = z.strictObject({
  name: about("Node name, as Kubernetes will know it.", string(z.maxLength(253), z.regex(DNS_NAME))),
  address: address("Address on which the API server listens; a private address of the master."),
  instanceId: z.optional(
    about(
      "Id of the instance at the cloud, e.g. i-bp1… or i-0abc….",
      string(z.minLength(1), z.maxLength(64)),
    ),
  ),
  port: z._default(port("Port of the API server."), 6443),
  weight: z._default(within(0, 100, "Relative share of new connections; 0 gets none."), 100),
  zone: z.optional(word("Availability zone.")),
});

const subnet = z.strictObject({
  id: word("Id of the subnet (AWS) or vSwitch (Alibaba Cloud)."),
  zone: z.optional(word("Availability zone of the subnet.")),
  address: z.optional(address("Fixed private address of the load balancer in this subnet.")),
});

/** `api.example.com`, `10.0.0.9:6443`, `[fd00::9]:6443`: what kubeadm accepts as controlPlaneEndpoint. */
export function splitEndpoint(text: string): { host: string; port: number | undefined } | undefined {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? text;
  const endpointPort = digits === undefined ? undefined : Number(digits);
  const isHost =
    isAddress(host) || (bracketed === undefined && isDnsName(host.toLowerCase()) && !/^[\d.]+$/.test(host));
  if (!isHost || (endpointPort !== undefined && (endpointPort < 1 || endpointPort > 65535))) return undefined;
  return { host, port: endpointPort };
}

const isEndpoint = (text: string): boolean => splitEndpoint(text) !== undefined;

/** `200`, `200-299`, or several of these separated by commas. */
const STATUS_CODES = /^[1-5]\d\d(-[1-5]\d\d)?(,[1-5]\d\d(-[1-5]\d\d)?)*$/;

const healthCheck = z.strictObject({
  protocol: z._default(
    about(
      "How readiness is asked for. TCP only sees that the port listens, so a hung API server stays in.",
      z.enum(["https", "http", "tcp"]),
    ),
    "https",
  ),
  path: z._default(
    matching(/^\/[\x21-\x7e]{0,1023}$/, "Path of the request; `explain SLB201` says why /readyz is better."),
    "/healthz",
  ),
  port: z.optional(
    port("Port that is probed; default: the API server's, or the health shim's where one is needed."),
  ),
  intervalSeconds: z._default(within(1, 300, "Seconds between two probes of one backend."), 5),
  timeoutSeconds: z._default(within(1, 300, "Seconds until a probe counts as failed."), 3),
  healthyThreshold: z._default(within(2, 10, "Probes in a row that must succeed."), 2),
  unhealthyThreshold: z._default(within(2, 10, "Probes in a row that must fail."), 2),
  codes: z._default(matching(STATUS_CODES, "Accepted status codes."), "200-299"),
});

const accessList = z.strictObject({
  type: z._default(about("Whether the ranges are let in, or kept out.", z.enum(["allow", "deny"])), "allow"),
  entries: about("Ranges such as 10.0.0.0/8.", z.array(cidr).check(z.minLength(1), z.maxLength(300))),
});

const kubernetes = z.strictObject({
  version: z.optional(matching(/^v?\d+\.\d+(\.\d+)?([-+.].*)?$/, "Version to be installed, e.g. 1.31.2.")),
  anonymousAuth: z._default(
    about("False where --anonymous-auth=false: then probes need a client certificate.", z.boolean()),
    true,
  ),
});

/** The spec as a user writes it; every default is filled in by parsing. */
export const specSchema = z.strictObject({
  apiVersion: about("Version of this format.", z.literal(API_VERSION)),
  kind: about("The only kind there is.", z.literal("LoadBalancer")),
  name: matching(
    /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
    "Name of the load balancer and value of its ownership tag: a letter, then at most 31 of a-z, 0-9 and -.",
  ),
  provider: word("alicloud, aws, haproxy, …"),
  region: z.optional(matching(/^[a-z0-9-]+$/, "Region of the cloud.")),
  scheme: z._default(about("Who can reach it.", z.enum(["internal", "internet-facing"])), "internal"),
  vpcId: z.optional(word("Id of the VPC.")),
  subnets: z._default(
    about("Where the load balancer's addresses live.", z.array(subnet).check(z.maxLength(16))),
    [],
  ),
  port: z._default(port("Port of the listener."), 6443),
  controlPlaneEndpoint: z.optional(
    about(
      "kubeadm's controlPlaneEndpoint: the DNS name (or address) that leads to the load balancer, with an optional port.",
      string(z.refine(isEndpoint)),
    ),
  ),
  masters: about("The API servers.", z.array(master).check(z.minLength(1), z.maxLength(64))),
  healthCheck: z.prefault(about("How backends are probed.", healthCheck), {}),
  clientAddress: z._default(
    about(
      "Whether API servers see the client's address. `auto` chooses what avoids hairpins.",
      z.enum(["auto", "preserve", "replace"]),
    ),
    "auto",
  ),
  securityGroups: z._default(
    about("Security groups of the load balancer.", z.array(string(z.minLength(1))).check(z.maxLength(5))),
    [],
  ),
  crossZone: z.optional(about("Whether an address may send to backends of other zones.", z.boolean())),
  accessList: z.optional(about("Address ranges that may (or may not) use the listener.", accessList)),
  idleTimeoutSeconds: z.optional(within(1, 86_400, "Seconds after which an idle connection is cut.")),
  drainSeconds: z.optional(within(0, 3600, "Seconds that connections of a removed backend may live on.")),
  deletionProtection: z._default(about("Refuse deletion until this is switched off.", z.boolean()), false),
  tags: z._default(
    about("Further tags.", z.record(string(z.minLength(1), z.maxLength(64)), string(z.maxLength(128)))),
    {},
  ),
  kubernetes: z.prefault(about("What is known of the cluster to come.", kubernetes), {}),
  options: z._default(
    about("What only this provider has; see docs/providers.", z.record(z.string(), z.unknown())),
    {},
  ),
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
