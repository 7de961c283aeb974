import { EXIT, SlbctlError } from "../core/error.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import type { ResourceGraph } from "../core/resource.ts";
import { type LocatedSpec, locateIssues } from "../spec/locate-issues.ts";
import { specError } from "./load-spec.ts";
import { providerEntry } from "./session.ts";

export interface Compiled {
  readonly descriptor: ProviderDescriptor;
  readonly graph: ResourceGraph;
}

/** The spec in its provider's terms; what the provider cannot do is told with its place in the spec. */
export async function compileSpec(located: LocatedSpec): Promise<Compiled> {
  const { descriptor } = await providerEntry(located.spec.provider).descriptor();
  if (descriptor.compile === undefined)
    throw new SlbctlError("no-compile", EXIT.usage, {
      en: `slbctl knows ${descriptor.id} for diagnosis only; it cannot create there`,
      zh: `slbctl 对 ${descriptor.id} 仅支持诊断，不能在其上创建`,
    });
  const compiled = descriptor.compile(located.spec);
  if (!compiled.ok) throw await specError(locateIssues(compiled.error, located));
  return { descriptor, graph: compiled.value };
}
