import { interrupted } from "../../src/core/error.ts";
import { withRetry } from "../../src/core/retry.ts";
import type { Connection } from "./connection.ts";
import { AlicloudFault, faultOf, malformed } from "./faults.ts";
import { flatten, type Operation } from "./operation.ts";

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(interrupted());
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

async function once<Request, Answer>(
  { transport, region, signal }: Connection,
  operation: Operation<Request, Answer>,
  request: Request,
): Promise<Answer> {
  if (signal.aborted) throw interrupted();
  const query = flatten({ RegionId: region, ...operation.request.parse(request) });
  let body: unknown;
  try {
    const work = transport.call(operation.action, query);
    // A read may be abandoned. The answer to a write is the only proof of what happened, so it is waited for.
    body = await (operation.write ? work : untilAborted(work, signal));
  } catch (error) {
    throw faultOf(operation.action, transport.endpoint, error);
  }
  const answer = operation.answer.safeParse(body);
  if (answer.success) return answer.data;
  throw malformed(operation.action, answer.error.issues[0]?.path.join(".") ?? "");
}

/** Whether the same request may be sent again after this fault. */
const again = ({ repeat }: Operation<never, unknown>, fault: unknown): boolean =>
  fault instanceof AlicloudFault &&
  (fault.fault === "retry" || fault.fault === "not-yet") &&
  (fault.outcome === "refused" || repeat === "safely");

/** Makes one call, repeated while that is safe. Throws AlicloudFault. */
export const call = <Request, Answer>(
  connection: Connection,
  operation: Operation<Request, Answer>,
  request: Request,
): Promise<Answer> =>
  withRetry(
    () => once(connection, operation, request),
    connection.tools,
    undefined,
    (fault) => again(operation as unknown as Operation<never, unknown>, fault),
  );

/**
 * Makes a write whose repetition is not safe. When its outcome is unknown, or `suspicious` says that the refusal may
 * come from an earlier attempt of ours, `find` looks whether its effect is there; only if not is it sent again.
 */
export async function callOrFind<T>(
  connection: Connection,
  attempt: () => Promise<T>,
  find: () => Promise<T | undefined>,
  suspicious: (fault: AlicloudFault) => boolean = () => false,
): Promise<T> {
  return withRetry(
    async () => {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof AlicloudFault)) throw error;
        if (error.outcome !== "unknown" && !suspicious(error)) throw error;
        const found = await find();
        if (found !== undefined) return found;
        throw error;
      }
    },
    connection.tools,
    undefined,
    (fault) => fault instanceof AlicloudFault && fault.fault === "retry" && fault.outcome === "unknown",
  );
}

/** The answer, or undefined where the thing asked for does not exist. */
export async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AlicloudFault && error.fault === "absent") return undefined;
    throw error;
  }
}
