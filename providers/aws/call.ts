import { interrupted } from "../../src/core/error.ts";
import { DEFAULT_RETRY, type RetryPolicy, withRetry } from "../../src/core/retry.ts";
import type { Connection } from "./connection.ts";
import { AwsFault, faultOf, malformed } from "./faults.ts";
import type { Action, Input, Output } from "./sdk.ts";

/** Creations whose answer may get lost: a repetition is not trusted, somebody looks first. */
const AFTER_READING = /^Create/;

const isRead = (action: Action): boolean => action.startsWith("Describe");

/** The member that an answer is read for. Without it the answer is broken, not empty. */
const MEMBER: Readonly<Partial<Record<Action, string>>> = {
  DescribeLoadBalancers: "LoadBalancers",
  DescribeLoadBalancerAttributes: "Attributes",
  DescribeTargetGroups: "TargetGroups",
  DescribeTargetGroupAttributes: "Attributes",
  DescribeTargetHealth: "TargetHealthDescriptions",
  DescribeListeners: "Listeners",
  DescribeListenerAttributes: "Attributes",
  DescribeTags: "TagDescriptions",
  CreateLoadBalancer: "LoadBalancers",
  CreateTargetGroup: "TargetGroups",
  CreateListener: "Listeners",
};

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(interrupted());
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** What this connection has just created and is not found is only not visible yet. */
function orNotYet(fault: unknown, { created }: Connection, input: object): unknown {
  if (!(fault instanceof AwsFault) || fault.fault !== "absent") return fault;
  const text = JSON.stringify(input);
  if (![...created].some((arn) => text.includes(arn))) return fault;
  const { wireCode = "NotFound" } = fault;
  return new AwsFault({ fault: "not-yet", outcome: "refused" }, fault.text, { wireCode });
}

async function once<A extends Action>(
  connection: Connection,
  action: A,
  input: Input<A>,
): Promise<Output<A>> {
  const { send, signal, endpoint } = connection;
  if (signal.aborted) throw interrupted();
  let answer: Output<A>;
  try {
    // A read may be abandoned. The answer to a write is the only proof of what happened, so it is waited for.
    answer = await (isRead(action)
      ? untilAborted(send(action, input, signal), signal)
      : send(action, input, undefined));
  } catch (error) {
    throw orNotYet(faultOf(action, endpoint, error), connection, input);
  }
  const member = MEMBER[action];
  if (member !== undefined && (answer as Record<string, unknown>)[member] === undefined)
    throw malformed(action, member);
  return answer;
}

/** Makes one call, repeated while that is safe. Throws AwsFault. */
export const call = <A extends Action>(
  connection: Connection,
  action: A,
  input: Input<A>,
  policy: RetryPolicy = DEFAULT_RETRY,
): Promise<Output<A>> =>
  withRetry(
    () => once(connection, action, input),
    connection.tools,
    policy,
    (fault) =>
      (fault.fault === "retry" || fault.fault === "not-yet") &&
      (!AFTER_READING.test(action) || (fault instanceof AwsFault && fault.outcome === "refused")),
  );

/** Makes a creation. When nobody knows what became of it, `find` looks; only if nothing is there is it sent again. */
export async function callOrFind<T>(
  connection: Connection,
  attempt: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  return withRetry(
    async () => {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof AwsFault) || error.outcome !== "unknown") throw error;
        const found = await find();
        if (found !== undefined) return found;
        throw error;
      }
    },
    connection.tools,
    DEFAULT_RETRY,
    (fault) => fault instanceof AwsFault && fault.fault === "retry" && fault.outcome === "unknown",
  );
}

/** The answer, or undefined where the thing asked for does not exist. */
export async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFault && error.fault === "absent") return undefined;
    throw error;
  }
}
