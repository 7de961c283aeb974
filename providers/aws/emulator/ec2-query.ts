import type { FormNode } from "./wire/form.ts";
import { Refusal } from "./wire/refusal.ts";
import type { Shape } from "./wire/shape.ts";
import type { XmlValue } from "./wire/xml.ts";

/** What the describe operations of EC2 share: ids, and filters whose values may hold `*` and `?`. */
export interface Ec2Query {
  readonly ids: readonly string[];
  readonly filters: readonly { readonly name: string; readonly values: readonly string[] }[];
}

const numbered = (node: FormNode | undefined): FormNode[] =>
  [...(node?.children ?? [])]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);

const values = (node: FormNode | undefined): string[] => numbered(node).map(({ value = "" }) => value);

/** Reads `<idField>.N`, `Filter.N.Name` and `Filter.N.Value.M`; paging parameters are accepted, all fits one page. */
export const ec2Shape = (idField: string): Shape<Ec2Query | undefined> => ({
  read: (node) => ({
    ids: values(node?.children.get(idField)),
    filters: numbered(node?.children.get("Filter")).map((filter) => ({
      name: filter.children.get("Name")?.value ?? "",
      values: values(filter.children.get("Value")),
    })),
  }),
});

/** One thing that can be described: its id, what filters see of it, and its XML. */
export interface Ec2Record {
  readonly id: string;
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
  readonly xml: XmlValue;
}

const globbed = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );

function passes(record: Ec2Record, { name, values: wanted }: Ec2Query["filters"][number]): boolean {
  const has = [record.facts[name] ?? []].flat();
  return wanted.some((pattern) => has.some((value) => globbed(pattern).test(value)));
}

/** The records that a query asks for. Unknown ids and filters are refused, as EC2 does. */
export function ec2Select(
  records: readonly Ec2Record[],
  query: Ec2Query,
  notFound: { readonly code: string; readonly what: string },
  filterNames: readonly string[],
): XmlValue[] {
  const missing = query.ids.filter((id) => !records.some((record) => record.id === id));
  if (missing.length > 0)
    throw new Refusal(notFound.code, `The ${notFound.what} '${missing.join(", ")}' does not exist`);
  for (const { name } of query.filters)
    if (!filterNames.includes(name) && !name.startsWith("tag"))
      throw new Refusal("InvalidParameterValue", `The filter '${name}' is invalid`);
  return records
    .filter(({ id }) => query.ids.length === 0 || query.ids.includes(id))
    .filter((record) => query.filters.every((filter) => passes(record, filter)))
    .map(({ xml }) => xml);
}
