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
import { Given } from "./parameters.ts";
import { isRegion } from "./regions.ts";
import { initialState, type State, type Timing } from "./state.ts";
import { type Envelope, type Fields, failure, success } from "./wire/answer.ts";
import { type Asked, readAsked } from "./wire/asked.ts";
import { authenticate, type Credential } from "./wire/authenticate.ts";
import { Refusal } from "./wire/refusal.ts";

const VERSION = "2014-05-15";

/** What every emulated account accepts; the second key, as temporary ones do, needs a security token. */
const CREDENTIALS: readonly Credential[] = [
  { accessKeyId: "emulator", accessKeySecret: "emulator" },
  { accessKeyId: "STS.emulator", accessKeySecret: "emulator" },
];

/** What a client needs to be let in. */
export const access = {
  region: "cn-hangzhou",
  env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "emulator", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "emulator" },
} as const;

export interface EmulatorOptions {
  /** Further keys that are accepted, e.g. for clients that insist on the form `LTAI…`. */
  readonly credentials?: readonly Credential[];
  readonly timing?: Partial<Timing>;
}

function run(
  { action, version, parameters, claim }: Asked,
  operation: Operation | undefined,
  context: EmulatorContext<State>,
  credentials: readonly Credential[],
): Fields {
  authenticate(claim(), credentials, context.state.nonces, context.now);
  if (action === "") throw new Refusal("MissingAction", "Action is mandatory for this action.");
  if (version !== VERSION)
    throw new Refusal("InvalidVersion", `Specified parameter Version is not valid; expected: ${VERSION}.`);
  if (operation === undefined)
    throw new Refusal(
      "InvalidApi.NotFound",
      "Specified api is not found, please check your url and method.",
      404,
    );
  const given = new Given(parameters);
  const region = operation.region.read(given, "RegionId") ?? "";
  if (region !== "" && !isRegion(context.world, region))
    throw new Refusal("InvalidRegionId.NotFound", "The specified RegionId does not exist.", 404);
  return operation.run({ ...context, region, given });
}

/** Upper case, unlike elsewhere in the world. */
const requestIdOf = (newId: (digits: number) => string): string =>
  [8, 4, 4, 4, 12].map((digits) => newId(digits).toUpperCase()).join("-");

function handle(
  request: WireRequest,
  context: EmulatorContext<State>,
  credentials: readonly Credential[],
): Handled {
  const asked = readAsked(request);
  const operation = Object.hasOwn(OPERATIONS, asked.action) ? OPERATIONS[asked.action] : undefined;
  const envelope: Envelope = {
    requestId: requestIdOf(context.newId),
    host: request.headers["host"] ?? "slb.aliyuncs.com",
  };
  const log = {
    action: operation === undefined ? "unknown" : asked.action,
    write: operation?.write ?? false,
  };
  try {
    return { ...log, response: success(envelope, run(asked, operation, context, credentials)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...log, errorCode: error.code, response: failure(envelope, error) };
  }
}

/** Injected faults. The throttled one says after how many milliseconds to come back. */
const FAULTS = {
  throttled: [
    400,
    "Throttling.User",
    "Request was denied due to user flow control.",
    { "x-acs-retry-after": "200" },
  ],
  internal: [500, "InternalError", "The request processing has failed due to backend service exception.", {}],
  unavailable: [
    503,
    "ServiceUnavailable",
    "The request has failed due to a temporary failure of the server now.",
    {},
  ],
} as const;

function errorResponse(fault: keyof typeof FAULTS): WireResponse {
  const [status, code, message, headers] = FAULTS[fault];
  const envelope = { requestId: randomUUID().toUpperCase(), host: "slb.aliyuncs.com" };
  return failure(envelope, { status, code, message }, headers);
}

/** An emulator of the SLB API 2014-05-15: Classic Load Balancer with TCP listeners. */
export function createEmulator({
  credentials = [],
  timing = {},
}: EmulatorOptions = {}): CloudEmulator<State> {
  const accepted = [...CREDENTIALS, ...credentials];
  return {
    id: "alicloud",
    stateVersion: 1,
    initial: () => initialState(timing),
    handle: (request, context) => handle(request, context, accepted),
    dataPlane,
    probed,
    isHealthy,
    errorResponse,
  };
}

export const emulator: CloudEmulator<State> = createEmulator();
