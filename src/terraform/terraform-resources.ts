import * as z from "zod/mini";
import type { TerraformResource } from "../core/provider.ts";

/* `terraform show -json` of a plan or a state: JSON output format 1.x (developer.hashicorp.com, checked 2026-11-23). */

const fields = z.record(z.string(), z.unknown());
const resource = z.looseObject({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  values: z._default(fields, {}),
});
const moduleOf = z.looseObject({
  resources: z._default(z.array(resource), []),
  get child_modules() {
    return z._default(z.array(moduleOf), []);
  },
});
type Module = z.infer<typeof moduleOf>;

const expressionsOf = z.looseObject({ address: z.string(), expressions: z._default(fields, {}) });
const configuration = z.looseObject({
  resources: z._default(z.array(expressionsOf), []),
  get module_calls() {
    return z._default(z.record(z.string(), z.looseObject({ module: z.optional(configuration) })), {});
  },
});
type Configuration = z.infer<typeof configuration>;

const document = z.looseObject({
  format_version: z.string(),
  terraform_version: z.string(),
  values: z.optional(z.looseObject({ root_module: z.optional(moduleOf) })),
  planned_values: z.optional(z.looseObject({ root_module: z.optional(moduleOf) })),
  configuration: z.optional(z.looseObject({ root_module: z.optional(configuration) })),
});

const inModules = ({ resources, child_modules }: Module): readonly z.infer<typeof resource>[] => [
  ...resources.filter(({ mode }) => mode === "managed"),
  ...child_modules.flatMap(inModules),
];

/** `module.cp[0].aws_lb.api["a"]` without its keys: what the configuration calls it. */
const withoutKeys = (address: string): string => address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");

/** Arguments, at any depth, with what they refer to in the same module. */
function* references(expression: unknown, name: string): Iterable<readonly [string, string]> {
  if (typeof expression !== "object" || expression === null) return;
  for (const [key, value] of Object.entries(expression)) {
    if (key === "references" && Array.isArray(value))
      for (const target of value) yield [name, String(target)];
    else yield* references(value, /^\d+$/.test(key) ? name : key);
  }
}

function* configured(
  { resources, module_calls }: Configuration,
  prefix: string,
): Iterable<readonly [string, ReadonlyMap<string, string>]> {
  for (const { address, expressions } of resources) {
    const found = new Map<string, string>();
    // Terraform lists the attribute first, then the resource itself.
    for (const [argument, target] of references(expressions, ""))
      if (
        /^[a-z][\w-]*\.[\w-]+(?:\[[^\]]*\])?$/.test(target) &&
        !/^(?:var|local|each|count|module)\./.test(target)
      )
        found.set(argument, `${prefix}${target}`);
    yield [`${prefix}${address}`, found];
  }
  for (const [name, call] of Object.entries(module_calls))
    if (call.module !== undefined) yield* configured(call.module, `${prefix}module.${name}.`);
}

/** The resources of a plan as it will be, or of a state; undefined when the document is neither. */
export function terraformResources(value: unknown): readonly TerraformResource[] | undefined {
  const read = document.safeParse(value);
  if (!read.success) return undefined;
  const { planned_values, values, configuration: written } = read.data;
  const root = (planned_values ?? values)?.root_module;
  if (root === undefined) return undefined;
  const all = inModules(root);
  const told = new Map(written?.root_module === undefined ? [] : configured(written.root_module, ""));
  return all.map(({ address, type, values: known }) => {
    const targets = [...(told.get(withoutKeys(address)) ?? [])].flatMap(([argument, target]) => {
      const meant = all.filter((each) => withoutKeys(each.address) === withoutKeys(target));
      // With count or for_each it is the one of the same key and module, else the only one.
      const [only] =
        meant.length === 1 ? meant : meant.filter((each) => keysOf(each.address) === keysOf(address));
      return only === undefined ? [] : [[argument, only.address] as const];
    });
    return { address, type, values: known, references: Object.fromEntries(targets) };
  });
}

const keysOf = (address: string): string => (address.match(/\[[^\]]*\]/g) ?? []).join("");
