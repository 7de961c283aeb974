import { at, textOf } from "../fields.ts";

/** `<namespace>/<name>` of a namespaced object; undefined when it has no name. */
export function subjectId(object: unknown): string | undefined {
  const name = textOf(at(object, "metadata", "name"));
  return name === undefined
    ? undefined
    : `${textOf(at(object, "metadata", "namespace")) ?? "default"}/${name}`;
}
