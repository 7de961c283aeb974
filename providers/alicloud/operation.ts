import type * as z from "zod";

/**
 * One action of the SLB API. `repeat` says what a lost answer allows: `safely` may just be sent again; after one that is
 * `after-reading` somebody has to look first, for a second time would add a second thing or fail.
 */
export interface Operation<Request, Answer> {
  readonly action: string;
  readonly write: boolean;
  readonly repeat: "safely" | "after-reading";
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
}

export const read = <Request, Answer>(
  action: string,
  request: z.ZodType<Request>,
  answer: z.ZodType<Answer>,
): Operation<Request, Answer> => ({ action, write: false, repeat: "safely", request, answer });

export const write = <Request, Answer>(
  action: string,
  repeat: Operation<Request, Answer>["repeat"],
  request: z.ZodType<Request>,
  answer: z.ZodType<Answer>,
): Operation<Request, Answer> => ({ action, write: true, repeat, request, answer });

/** `{ Tag: [{ Key: "a" }] }` as `{ "Tag.1.Key": "a" }`: how the RPC style writes lists. Undefined is left out. */
export function flatten(value: unknown, prefix = ""): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object") return { [prefix]: String(value) };
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((inner: unknown, index) => [index + 1, inner])
    : Object.entries(value);
  return Object.assign(
    {},
    ...entries.map(([key, inner]) => flatten(inner, prefix === "" ? `${key}` : `${prefix}.${key}`)),
  );
}
