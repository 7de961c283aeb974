import { type Call, inRegion, type Operation, reads, writes } from "./call.ts";
import { flag, type Input, list, oneOf, required, text, tokenPage } from "./parameters.ts";
import type { Tags } from "./state.ts";
import { checkKey, matchesAll, mergedTags, tagEntries, tagFilters, tags } from "./tags.ts";
import type { Fields } from "./wire/answer.ts";
import { Refusal } from "./wire/refusal.ts";

const ResourceType = required(
  oneOf(["instance", "certificate", "acl", "listener", "vservergroup", "masterslaveservergroup"]),
);
type Type = "instance" | "certificate" | "acl" | "listener" | "vservergroup" | "masterslaveservergroup";

interface Tagged {
  readonly id: string;
  readonly resource: { tags: Tags };
}

/** Everything of a type that can carry tags; listeners are named `{load balancer}_{protocol}_{port}`. */
function taggable(type: Type, call: Call): readonly Tagged[] {
  const { loadBalancers, serverGroups, accessLists } = call.state;
  const named = (resources: readonly { id: string; region: string; tags: Tags }[]) =>
    resources.filter((each) => inRegion(each, call)).map((resource) => ({ id: resource.id, resource }));
  switch (type) {
    case "instance":
      return named(loadBalancers);
    case "vservergroup":
      return named(serverGroups);
    case "acl":
      return named(accessLists);
    case "listener":
      return loadBalancers
        .filter((balancer) => inRegion(balancer, call))
        .flatMap(({ id, listeners }) =>
          listeners.map((resource) => ({ id: `${id}_tcp_${resource.port}`, resource })),
        );
    default:
      return [];
  }
}

/** At least one id, each of an existing resource. */
function chosen(type: Type, ids: readonly string[], call: Call): readonly Tagged[] {
  if (ids.length === 0) throw new Refusal("MissingResourceId", "ResourceId is mandatory for this action.");
  const all = taggable(type, call);
  return ids.map((id) => {
    const found = all.find((each) => each.id === id);
    if (found !== undefined) return found;
    throw new Refusal("InvalidResourceId.NotFound", "The specified ResourceId does not exist.", 404);
  });
}

const tagTable = { ResourceType, ResourceId: list(20), Tag: required(tags) };
const untagTable = { ResourceType, ResourceId: list(20), TagKey: list(20), All: flag };
const listTable = { ResourceType, ResourceId: list(20), Tag: tagFilters, NextToken: text() };

/** Entries per answer of ListTagResources. Not documented. */
const PAGE = 50;

function tagResources(input: Input<typeof tagTable>, call: Call): Fields {
  const resources = chosen(input.ResourceType, input.ResourceId, call);
  const merged = resources.map(({ resource }) => mergedTags(resource.tags, input.Tag));
  for (const [index, { resource }] of resources.entries()) resource.tags = merged[index] ?? resource.tags;
  return {};
}

function untagResources(input: Input<typeof untagTable>, call: Call): Fields {
  const resources = chosen(input.ResourceType, input.ResourceId, call);
  const keys = input.TagKey.map(checkKey);
  if (keys.length === 0 && input.All !== true)
    throw new Refusal("MissingParameter", "TagKey or All is required.");
  const stays = (key: string): boolean => keys.length > 0 && !keys.includes(key);
  for (const { resource } of resources)
    resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => stays(key)));
  return {};
}

function listTagResources(input: Input<typeof listTable>, call: Call): Fields {
  const found = taggable(input.ResourceType, call)
    .filter(({ id }) => input.ResourceId.length === 0 || input.ResourceId.includes(id))
    .filter(({ resource }) => matchesAll(resource.tags, input.Tag))
    .flatMap(({ id, resource }) =>
      tagEntries(resource.tags).map((tag) => ({ ResourceId: id, ResourceType: input.ResourceType, ...tag })),
    );
  const { items, next } = tokenPage(found, PAGE, input.NextToken);
  return { TagResources: { TagResource: items }, NextToken: next ?? "" };
}

export const tagOperations: Readonly<Record<string, Operation>> = {
  TagResources: writes("in-region", tagTable, tagResources),
  UntagResources: writes("in-region", untagTable, untagResources),
  ListTagResources: reads("in-region", listTable, listTagResources),
};
