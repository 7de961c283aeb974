import type { Observation } from "../core/observation.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import { ASSUME_OPTION, withAssumptions } from "./assume-option.ts";
import type { OptionDefinition, Options } from "./command.ts";
import { MAP_OPTION, withNodesJoined } from "./map-option.ts";
import { NAME_OPTIONS, withNames } from "./name-options.ts";

/** What a user may say of evidence that does not speak for itself. */
export const EXPLAINING_OPTIONS: readonly OptionDefinition[] = [MAP_OPTION, ASSUME_OPTION, ...NAME_OPTIONS];

/** The evidence with all that was said of it: which machine is which node, where names lead, what addresses are. */
export async function explainedEvidence(
  observations: readonly Observation[],
  options: Options,
  descriptors: readonly ProviderDescriptor[],
  dialled: readonly number[] = [],
): Promise<readonly Observation[]> {
  const list = (name: string): readonly string[] => (options[name] as string[] | undefined) ?? [];
  const joined = withNodesJoined(observations, list("map"));
  const named = await withNames(joined, options);
  const models = descriptors.flatMap((each) => each.models);
  return withAssumptions(named, list("assume"), models, dialled);
}
