import { type Given, isRecord, type Parameter, parseJson } from "./parameters.ts";
import type { Tags } from "./state.ts";
import type { Fields } from "./wire/answer.ts";
import { Refusal } from "./wire/refusal.ts";

/** Tags per resource and per call (product quotas, 2026-11). */
const MOST_TAGS = 20;

/** Prefixes and addresses that neither keys nor values may hold. */
const isReserved = (words: string): boolean => /^(aliyun|acs:)|https?:\/\//i.test(words);

export function checkKey(key: string): string {
  if (key !== "" && key.length <= 64 && !isReserved(key)) return key;
  throw new Refusal("InvalidParam.TagKey", "The specified tag key is not valid.");
}

function checkValue(value: string): string {
  if (value.length <= 128 && !isReserved(value)) return value;
  throw new Refusal("InvalidParam.TagValue", "The specified tag value is not valid.");
}

const tooManyTags = (): Refusal =>
  new Refusal("SizeLimitExceeded.Tag", `The maximum number of tags is ${MOST_TAGS}.`);

function read(given: Given): Tags | undefined {
  const entries = given.numbered("Tag");
  if (entries.length > MOST_TAGS) throw tooManyTags();
  const tags: [string, string][] = entries.map((entry) => [
    checkKey(entry.get("Key") ?? ""),
    checkValue(entry.get("Value") ?? ""),
  ]);
  if (new Set(tags.map(([key]) => key)).size < tags.length)
    throw new Refusal("InvalidParam.TagKey", "The specified tag keys are not unique.");
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}

/** `Tag.N.Key` and `Tag.N.Value`. */
export const tags: Parameter<Tags | undefined> = { read };

/** Adds and replaces; refuses before anything is changed. */
export function mergedTags(before: Tags, added: Tags): Tags {
  const merged = { ...before, ...added };
  if (Object.keys(merged).length <= MOST_TAGS) return merged;
  throw new Refusal("TagCountLimit", "Tags count limit exceeded.");
}

/** `Tag: [{ TagKey, TagValue }]`. */
export const tagEntries = (own: Tags): readonly Fields[] =>
  Object.entries(own).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

/** Without a value in the filter any value matches. */
export interface TagFilter {
  readonly key: string;
  readonly value: string | undefined;
}

const matches = (own: Tags, { key, value }: TagFilter): boolean =>
  Object.hasOwn(own, key) && (value === undefined || value === "" || own[key] === value);

/** `Tag.N` in a filter: every one has to match. */
export const tagFilters: Parameter<readonly TagFilter[]> = {
  read: (given) => {
    const entries = given.numbered("Tag");
    if (entries.length > MOST_TAGS) throw tooManyTags();
    return entries.map((entry) => ({ key: entry.get("Key") ?? "", value: entry.get("Value") }));
  },
};

export const matchesAll = (own: Tags, filters: readonly TagFilter[]): boolean =>
  filters.every((filter) => matches(own, filter));

/**
 * `Tags` of DescribeLoadBalancers, JSON of at most 10. One that matches is enough: Alibaba's own cloud controller
 * manager notes so and filters the rest itself (kubernetes/cloud-provider-alibaba-cloud, read 2026-11).
 */
export const matchesAny = (own: Tags, filters: readonly TagFilter[]): boolean =>
  filters.length === 0 || filters.some((filter) => matches(own, filter));

const badFilter = (): Refusal => new Refusal("InvalidTag", "The specified Tags is not valid.");

export const jsonTagFilters: Parameter<readonly TagFilter[]> = {
  read: (given, name) => {
    const json = given.text(name);
    if (json === undefined) return [];
    const value = parseJson(json, name, "InvalidTag");
    if (!Array.isArray(value) || value.length > 10) throw badFilter();
    return value.map((entry: unknown) => {
      if (!isRecord(entry)) throw badFilter();
      const key = entry["tagKey"] ?? entry["TagKey"];
      const wanted = entry["tagValue"] ?? entry["TagValue"] ?? undefined;
      if (typeof key !== "string" || (wanted !== undefined && typeof wanted !== "string")) throw badFilter();
      return { key, value: wanted };
    });
  },
};
