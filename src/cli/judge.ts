import type { Diagnosis } from "../core/finding.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import type { ResourceGraph } from "../core/resource.ts";
import type { Language } from "../core/text.ts";
import type { LocatedSpec } from "../spec/locate-issues.ts";

export async function judgeSpec(
  _l: LocatedSpec,
  _d: ProviderDescriptor,
  _g: ResourceGraph,
): Promise<Diagnosis> {
  throw new Error("not yet");
}
export const verdictText = (_d: Diagnosis, _l: Language): string => "";
export const diagnosisObject = (_d: Diagnosis): object => ({});
