import type * as z from "zod";
import type { Citation } from "./citation.ts";
import type { ForwardingModel } from "./forwarding.ts";
import type { Observation } from "./observation.ts";
import type { Step } from "./plan.ts";
import type { Observed, ResourceGraph, Value } from "./resource.ts";
import type { Result } from "./result.ts";
import type { RetryTools } from "./retry.ts";
import type { Spec, SpecIssue } from "./spec.ts";
import type { Text } from "./text.ts";

/** What a provider can or cannot do; a "no" or "partly" always says why. Generates the docs matrix. */
export type Support =
  | { readonly can: "yes" }
  | { readonly can: "no" | "partly"; readonly why: Text; readonly cite?: Citation };

export const CAPABILITIES = [
  "https-health-check",
  "http-health-check",
  "tcp-health-check",
  "replace-client-address",
  "preserve-client-address",
  "idle-timeout",
  "draining",
  "cross-zone",
  "security-groups",
  "access-list",
  "deletion-protection",
  "fixed-address",
  "internet-facing",
  "weights",
  "ip-backends",
  "instance-backends",
] as const;

export type Capability = (typeof CAPABILITIES)[number];

export interface KindDescription {
  readonly title: Text;
  /** Props (by path) that cannot be changed in place, with the reason that a plan shows. */
  readonly immutable: Readonly<Record<string, Text>>;
  /** Maps (by path) in which a key that is not wished for is removed; other maps are compared key by key of the wish. */
  readonly exact: readonly string[];
  /** Kind whose deletion takes this one along, so that no call of its own is needed. */
  readonly vanishesWith?: string;
  /** Deletion protection: where it stands among the observed props, and the value that means that it is on. */
  readonly protection?: { readonly at: readonly string[]; readonly on: Value };
}

/** One document that was read; a provider says what it knows of it. */
export interface EvidenceDocument {
  readonly value: unknown;
  readonly source: string;
}

/** Pure knowledge about one kind of load balancer. Loading it loads no SDK. */
export interface ProviderDescriptor {
  readonly id: string;
  readonly title: Text;
  /** What its resources are: calls to a cloud, files, or nothing (known only for diagnosis). */
  readonly resources: "cloud" | "files" | "none";
  readonly models: readonly ForwardingModel[];
  readonly capabilities: Readonly<Record<Capability, Support>>;
  readonly kinds: Readonly<Record<string, KindDescription>>;
  /** Schema of the spec's `options`. */
  readonly options: z.core.$ZodType;
  /** The spec in the provider's terms, defaults filled in; or every reason why it cannot be done. Pure. */
  compile?(spec: Spec): Result<ResourceGraph, readonly SpecIssue[]>;
  /** What the user has to know or do besides, e.g. the firewall rule that a choice needs. Pure. */
  notices?(spec: Spec): readonly Text[];
  /** How its evidence is read; loaded when a diagnosis needs it. */
  evidence?(): Promise<ProviderEvidence>;
}

/** A resource of a Terraform plan or state, whatever module it stands in. */
export interface TerraformResource {
  /** `module.cp.aws_lb_target_group.api` */
  readonly address: string;
  readonly type: string;
  /** What is known; values known only after apply are absent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Addresses of the resources that arguments refer to, by argument. */
  readonly references: Readonly<Record<string, string>>;
}

/** What the doctor learns from a provider's own terms. */
export interface ProviderEvidence {
  /** A compiled or observed graph in neutral terms. Pure. */
  topology?(graph: Pick<ResourceGraph, "name" | "resources">, observed?: Observed): Iterable<Observation>;
  /** Observations from a document in the provider's own format; undefined when it is not one. Pure. */
  recognise?(document: EvidenceDocument): Iterable<Observation> | undefined;
  /**
   * The same from all documents that `recognise` knows, for formats in which one document says what another is of; where
   * it is given, it speaks for all of them. Their order does not matter. Pure.
   */
  together?(documents: readonly EvidenceDocument[]): Iterable<Observation>;
  /** Observations from the resources of a Terraform plan or state; those of others are passed over. Pure. */
  fromTerraform?(resources: readonly TerraformResource[], source: string): Iterable<Observation>;
}

export interface ConnectOptions {
  readonly region: string | undefined;
  /** Overrides the endpoint of the API; emulators are reached this way. */
  readonly endpoint: string | undefined;
  /** Environment variables; credentials are found through these. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Fires at the first Ctrl-C: begin no new call, cut every wait short (throw `interrupted()`), but let a write that
   * is in flight finish, since its answer is the only proof of what happened.
   */
  readonly signal: AbortSignal;
  /** Progress and warnings for people; never secrets. */
  readonly notice: (text: Text) => void;
  /** How retries wait; tests hand in a clock that does not. Default: real time, ended by `signal`. */
  readonly retryTools?: RetryTools;
}

export type BackendState = "healthy" | "unhealthy" | "waiting" | "unused" | "draining" | "unknown";

export interface BackendStatus {
  readonly id: string;
  readonly address: string | undefined;
  readonly port: number;
  readonly state: BackendState;
  /** The provider's own reason code. */
  readonly reason: string | undefined;
  /** What that code means for an API server and what to look at. */
  readonly meaning: Text | undefined;
}

export interface BalancerStatus {
  /** `absent` does not exist; `impaired` works but lacks something; `failed` will never work. */
  readonly phase: "absent" | "provisioning" | "active" | "impaired" | "inactive" | "failed";
  readonly reason: Text | undefined;
  readonly id: string | undefined;
  readonly addresses: readonly string[];
  readonly dnsName: string | undefined;
  readonly listeners: readonly { readonly port: number; readonly running: boolean; readonly state: string }[];
  readonly backends: readonly BackendStatus[];
}

/** What is looked for: everything that carries our tag for this name, and what stands in its way. */
export interface Scope {
  readonly name: string;
}

/** The part of a provider that talks to the world. One connection serves one command. */
export interface Driver<Connection = unknown> {
  connect(options: ConnectOptions): Promise<Connection>;
  /** Reads what exists, in `compile`'s terms. A denied or failed read becomes a gap, never an absence. */
  observe(connection: Connection, scope: Scope): Promise<Observed>;
  /**
   * What exists of one load balancer, whoever made it: found by name, id, address or DNS name. Reads alone, adopts
   * nothing. Undefined where there is none. Throws ProviderFault.
   */
  inspect?(connection: Connection, lb: string): Promise<readonly Observation[] | undefined>;
  /**
   * Carries out one step with all references resolved, safely repeatable: an answer that got lost is found out by
   * reading. Returns the outputs that later steps refer to. Throws ProviderFault.
   */
  execute(connection: Connection, step: Step): Promise<Readonly<Record<string, string>>>;
  /** Current state, read in parallel. */
  status(connection: Connection, observed: Observed): Promise<BalancerStatus>;
  close?(connection: Connection): Promise<void>;
}

/** An entry of the generated registry; nothing is loaded until it is called for. */
export interface ProviderEntry {
  readonly id: string;
  readonly descriptor: () => Promise<{ readonly descriptor: ProviderDescriptor }>;
  readonly driver?: () => Promise<{ readonly driver: Driver }>;
  readonly emulator?: () => Promise<{ readonly emulator: unknown }>;
}

/** Tag that marks what slbctl made; its value is the spec's name. */
export const OWNER_TAG = "slbctl/name";
