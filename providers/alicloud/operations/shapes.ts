import * as z from "zod";
import type { Tags } from "../ownership.ts";

/** Numbers come as numbers or as text, depending on action and field (weights, ports). */
export const number = z.coerce.number().int();

/** A field that may be missing, null or empty text, all of which mean "not set". */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);
export const optionalNumber = z
  .union([z.literal(""), z.null(), number])
  .optional()
  .transform((value) => (typeof value === "number" ? value : undefined));

export const requestTags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).max(20);

export const toRequestTags = (tags: Tags): z.infer<typeof requestTags> =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const tag = z.object({ TagKey: z.string(), TagValue: z.string().nullish() });
const tagList = z
  .array(tag)
  .transform(
    (list): Tags => Object.fromEntries(list.map(({ TagKey, TagValue }) => [TagKey, TagValue ?? ""])),
  );

/** `{ Tag: [{ TagKey, TagValue }] }`, or the plain list of DescribeLoadBalancerListeners. */
export const answerTags = z
  .union([tagList, z.object({ Tag: tagList.optional() }).transform(({ Tag }) => Tag ?? {})])
  .nullish()
  .transform((tags): Tags => tags ?? {});

/** Most actions answer with their RequestId only. */
export const done = z.object({});

/** One backend as the API's JSON parameters name it. At most 20 per call are documented. */
export interface ServerEntry {
  readonly ServerId: string;
  readonly Port?: string;
  readonly Weight?: string;
  readonly Description?: string;
}
export const SERVERS_PER_CALL = 20;

/** A JSON-text parameter, made from its value. */
export const serverJson = (servers: readonly ServerEntry[]): string => JSON.stringify(servers);

const serverAnswer = z.object({
  ServerId: z.string(),
  Port: optionalNumber,
  Weight: number,
  ServerIp: optionalText,
  Description: optionalText,
});

export const serverList = z
  .object({ BackendServer: z.array(serverAnswer).optional() })
  .nullish()
  .transform((list) => list?.BackendServer ?? []);

export type ServerAnswer = z.infer<typeof serverAnswer>;

export function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}
