import type { ServerAnswer } from "./operations/shapes.ts";
import type { BackendsProps } from "./props.ts";

export type Servers = BackendsProps["servers"];

const entry = ({ Weight, Description }: ServerAnswer): Servers[string] => ({
  weight: Weight,
  ...(Description === undefined ? {} : { description: Description }),
});

/** Members of the default server group by instance id. */
export const serversById = (answers: readonly ServerAnswer[]): Servers =>
  Object.fromEntries(answers.map((answer) => [answer.ServerId, entry(answer)]));

/** Members of a vServer group by `<instance id>:<port>`. */
export const serversByIdAndPort = (answers: readonly ServerAnswer[]): Servers =>
  Object.fromEntries(answers.map((answer) => [`${answer.ServerId}:${answer.Port}`, entry(answer)]));
