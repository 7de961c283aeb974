import { fieldsOf } from "../fields.ts";

type Load = (text: string) => unknown;

let load: Load | undefined;

/** Loads the parser; called once, before the first object that carries YAML or JSON as text. */
export async function loadYamlParser(): Promise<void> {
  if (load !== undefined) return;
  const yaml = await import("js-yaml");
  load = (text) => yaml.load(text, { json: true, maxAliases: 100, maxDepth: 64 });
}

/** YAML or JSON that an object carries as text; undefined when it is neither, or too large for a configuration. */
export function embeddedYaml(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined || text.length > 1024 * 1024 || load === undefined) return undefined;
  try {
    const value = load(text);
    return value !== null && typeof value === "object" ? fieldsOf(value) : undefined;
  } catch {
    return undefined;
  }
}
