import { type Call, listener, loadBalancer, operation, targetGroup } from "./call.ts";
import type { Tags } from "./state.ts";
import { invalid, Refusal } from "./wire/refusal.ts";
import { list, required, structure, text } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** Pattern and lengths of botocore 1.43.11's TagKey and TagValue. */
const TAG_TEXT = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;
const tagKey = required(text({ min: 1, max: 128, pattern: TAG_TEXT }));

export const tagList = list(
  required(structure({ Key: tagKey, Value: text({ max: 256, pattern: TAG_TEXT }) })),
);

type TagInput = readonly { readonly Key: string; readonly Value: string | undefined }[] | undefined;

/** User tags that one resource may carry. */
const MAX_TAGS = 50;
/** ARNs that one tag request may name. */
const MAX_ARNS = 20;

/** Tags of a request on top of those that a resource has. */
export function mergeTags(existing: Readonly<Tags>, input: TagInput): Tags {
  const keys = (input ?? []).map(({ Key }) => Key);
  if (new Set(keys).size < keys.length)
    throw new Refusal("DuplicateTagKeys", "Tag keys must be unique within one request");
  if (keys.some((key) => key.toLowerCase().startsWith("aws:")))
    throw invalid("aws: prefixed tag key names are not allowed for external use");
  const merged = Object.fromEntries([
    ...Object.entries(existing),
    ...(input ?? []).map(({ Key, Value }) => [Key, Value ?? ""] as const),
  ]);
  if (Object.keys(merged).length > MAX_TAGS)
    throw new Refusal("TooManyTags", `The maximum number of tags for a resource is ${MAX_TAGS}`);
  return merged;
}

interface Tagged {
  readonly arn: string;
  tags: Tags;
}

function tagged(arn: string, call: Call): Tagged {
  const kind = /^arn:[^:]*:elasticloadbalancing:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1];
  if (kind === "loadbalancer") return loadBalancer(arn, call);
  if (kind === "targetgroup") return targetGroup(arn, call);
  if (kind === "listener") return listener(arn, call);
  if (kind === "listener-rule")
    throw new Refusal("RuleNotFound", "One or more rules not found, or a default rule, which has no tags");
  throw invalid(`'${arn}' is not a valid load balancer, target group, listener or rule ARN`);
}

function allTagged(arns: readonly string[], call: Call): Tagged[] {
  if (arns.length === 0) throw invalid("At least one resource ARN must be specified");
  if (arns.length > MAX_ARNS) throw invalid(`At most ${MAX_ARNS} resource ARNs can be specified`);
  return arns.map((arn) => tagged(arn, call));
}

const arnList = required(list(required(text())));

export const tagOperations = {
  AddTags: operation(
    "write",
    structure({ ResourceArns: arnList, Tags: required(tagList) }),
    ({ ResourceArns, Tags: input }, call): XmlValue => {
      if (input.length === 0) throw invalid("At least one tag must be specified");
      const merged = allTagged(ResourceArns, call).map((resource) => ({
        resource,
        tags: mergeTags(resource.tags, input),
      }));
      for (const { resource, tags } of merged) resource.tags = tags;
      return {};
    },
  ),

  RemoveTags: operation(
    "write",
    structure({ ResourceArns: arnList, TagKeys: required(list(tagKey)) }),
    ({ ResourceArns, TagKeys }, call): XmlValue => {
      for (const resource of allTagged(ResourceArns, call))
        resource.tags = Object.fromEntries(
          Object.entries(resource.tags).filter(([key]) => !TagKeys.includes(key)),
        );
      return {};
    },
  ),

  DescribeTags: operation("read", structure({ ResourceArns: arnList }), ({ ResourceArns }, call) => ({
    TagDescriptions: allTagged(ResourceArns, call).map(({ arn, tags }) => ({
      ResourceArn: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  })),
};
