import { randomUUID } from "node:crypto";
import type {
  CloudEmulator,
  EmulatorContext,
  Handled,
  WireRequest,
  WireResponse,
} from "../../../src/emulator/types.ts";
import type { Operation } from "./call.ts";
import { dataPlane, isHealthy, probed } from "./data-plane.ts";
import { OPERATIONS } from "./operations.ts";
import { DEFAULT_TIMING, type State, type Timing } from "./state.ts";
import { purgeAll } from "./targets.ts";
import { APIS, type Api, type Envelope, failure, success } from "./wire/answer.ts";
import { formPairs, formTree } from "./wire/form.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { authenticate, type Credential } from "./wire/sigv4.ts";

/** What every emulated account accepts. */
const EMULATOR_CREDENTIAL: Credential = { accessKeyId: "emulator", secretAccessKey: "emulator" };

export interface EmulatorOptions {
  /** Further keys that are accepted, e.g. for clients that insist on the form `AKIA…`. */
  readonly credentials?: readonly Credential[];
  readonly timing?: Partial<Timing>;
}

function readParameters({ parameters }: Operation, pairs: readonly [string, string][]): unknown {
  const issues: string[] = [];
  const input = parameters.read(formTree(pairs), "", issues);
  if (issues.length === 0) return input;
  throw invalid(
    `${issues.length} validation error${issues.length === 1 ? "" : "s"} detected: ${issues.join("; ")}`,
  );
}

/** Operations whose view of new resources lags behind; creates and deletes see them at once. */
const isEventual = (action: string): boolean => /^(Describe|Modify|AddTags|RemoveTags)/.test(action);

interface Asked {
  readonly api: Api;
  readonly action: string;
  readonly operation: Operation | undefined;
  readonly pairs: readonly [string, string][];
  readonly version: string;
}

function ask(request: WireRequest): Asked {
  const all = [...formPairs(request.query), ...formPairs(request.body.toString("utf8"))];
  const named = (name: string): string => all.find(([key]) => key === name)?.[1] ?? "";
  const version = named("Version");
  const api = APIS.find((each) => each.version === version);
  const action = named("Action");
  const table = api === undefined ? {} : OPERATIONS[api.id];
  return {
    api: api ?? APIS[0],
    action,
    operation: Object.hasOwn(table, action) ? table[action] : undefined,
    pairs: all.filter(([key]) => key !== "Action" && key !== "Version"),
    version,
  };
}

function run(
  asked: Asked,
  request: WireRequest,
  context: EmulatorContext<State>,
  credentials: readonly Credential[],
) {
  const { api, action, operation, pairs, version } = asked;
  const { region } = authenticate(request, { service: api.signingName, credentials, now: context.now });
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region))
    throw new Refusal("SignatureDoesNotMatch", "Credential should be scoped to a valid region.", 403);
  if (action === "")
    throw new Refusal("MissingAction", "The request is missing an action or a required parameter.");
  if (operation === undefined)
    throw new Refusal(
      "InvalidAction",
      `Could not find operation ${action} for version ${version === "" ? "NO_VERSION_SPECIFIED" : version}`,
    );
  const input = readParameters(operation, pairs);
  const call = { ...context, region, eventual: isEventual(action) };
  purgeAll(call);
  return operation.run(input as never, call);
}

const requestIdOf = (newId: (digits: number) => string): string =>
  [8, 4, 4, 4, 12].map((digits) => newId(digits)).join("-");

function handle(
  request: WireRequest,
  context: EmulatorContext<State>,
  credentials: readonly Credential[],
): Handled {
  const asked = ask(request);
  const { api, operation } = asked;
  const envelope: Envelope = { api, requestId: requestIdOf(context.newId), now: context.now };
  const log = {
    action: operation === undefined ? "unknown" : asked.action,
    write: operation?.write ?? false,
  };
  try {
    return { ...log, response: success(envelope, asked.action, run(asked, request, context, credentials)) };
  } catch (error) {
    const { code, status, message } =
      error instanceof Refusal
        ? error
        : new Refusal("InternalFailure", `defect of the emulator: ${String(error)}`, 500);
    return { ...log, errorCode: code, response: failure(envelope, status, code, message) };
  }
}

const FAULTS = {
  throttled: [400, "Throttling", "Rate exceeded"],
  internal: [
    500,
    "InternalFailure",
    "The request processing has failed because of an unknown error, exception, or failure.",
  ],
  unavailable: [
    503,
    "ServiceUnavailable",
    "The request has failed due to a temporary failure of the server.",
  ],
} as const;

function errorResponse(fault: keyof typeof FAULTS): WireResponse {
  const [status, code, message] = FAULTS[fault];
  return failure({ api: APIS[0], requestId: randomUUID(), now: undefined }, status, code, message);
}

/** An emulator of Elastic Load Balancing v2 for network load balancers, with the STS and EC2 reads around it. */
export function createEmulator({
  credentials = [],
  timing = {},
}: EmulatorOptions = {}): CloudEmulator<State> {
  const accepted = [EMULATOR_CREDENTIAL, ...credentials];
  return {
    id: "aws",
    stateVersion: 1,
    initial: () => ({
      settings: { ...DEFAULT_TIMING, ...timing },
      loadBalancers: [],
      targetGroups: [],
      listeners: [],
    }),
    handle: (request, context) => handle(request, context, accepted),
    dataPlane,
    probed,
    isHealthy,
    errorResponse,
  };
}

export const emulator: CloudEmulator<State> = createEmulator();

/** How the command line reaches the emulated account. Undefined keys keep the user's own credentials out. */
export const access = {
  region: "eu-central-1",
  env: {
    AWS_ACCESS_KEY_ID: EMULATOR_CREDENTIAL.accessKeyId,
    AWS_SECRET_ACCESS_KEY: EMULATOR_CREDENTIAL.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  },
};
