import type { CniPlugin } from "../../core/facts.ts";
import { at, type Fields, listOf, textOf } from "../fields.ts";

/** `hairpinMode` is a boolean; a vendor's `"hairpin-veth"` is kubelet's word for on. */
function truth(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "hairpin-veth" || value === "true") return true;
  return value === "none" || value === "false" ? false : undefined;
}

/** Plugins of a CNI `conf` (one plugin) or `conflist`. flannel's settings for its bridge stand in `delegate`. */
export function cniPlugins(config: Fields): readonly CniPlugin[] {
  const network = textOf(config["name"]) ?? "";
  const plugins = Array.isArray(config["plugins"]) ? listOf(config["plugins"]) : [config];
  return plugins.flatMap((plugin) => {
    const type = textOf(at(plugin, "type"));
    if (type === undefined) return [];
    const hairpinMode = truth(at(plugin, "hairpinMode") ?? at(plugin, "delegate", "hairpinMode"));
    const ipMasq = truth(at(plugin, "ipMasq") ?? at(plugin, "delegate", "ipMasq"));
    return [
      {
        network,
        type,
        ...(hairpinMode === undefined ? {} : { hairpinMode }),
        ...(ipMasq === undefined ? {} : { ipMasq }),
      },
    ];
  });
}
