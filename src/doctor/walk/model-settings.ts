import {
  behaviourOf,
  type ForwardingModel,
  type Settings,
  type SettingValue,
} from "../../core/forwarding.ts";

/** Settings that a model switches on, each with the values that its cases name. */
export function settingValues(model: ForwardingModel): ReadonlyMap<string, readonly SettingValue[]> {
  const values = new Map<string, Set<SettingValue>>();
  for (const { when } of model.cases)
    for (const [name, wanted] of Object.entries(when)) {
      const all = values.get(name) ?? new Set<SettingValue>();
      for (const value of [wanted].flat() as SettingValue[]) {
        all.add(value);
        // A switch has two positions even where only one of them makes a difference.
        if (typeof value === "boolean") all.add(!value);
      }
      values.set(name, all);
    }
  return new Map([...values].map(([name, all]) => [name, [...all]]));
}

/** More combinations than any product has; a model with more is described by its first ones. */
const MOST_COMBINATIONS = 512;

function combinations(model: ForwardingModel): readonly Settings[] {
  let all: readonly Settings[] = [{}];
  for (const [name, values] of settingValues(model))
    all = all
      .flatMap((each) => values.map((value) => ({ ...each, [name]: value })))
      .slice(0, MOST_COMBINATIONS);
  return all;
}

function behaviourUnder(model: ForwardingModel, settings: Settings): string | undefined {
  const outcome = behaviourOf(model, settings);
  return outcome.known ? JSON.stringify(outcome.behaviour) : undefined;
}

/** Settings without those that make no difference beside the others. */
function essential(model: ForwardingModel, settings: Settings): Settings {
  const wanted = behaviourUnder(model, settings);
  return Object.keys(settings).reduce((kept, name) => {
    const { [name]: _dropped, ...rest } = kept;
    return behaviourUnder(model, rest) === wanted ? rest : kept;
  }, settings);
}

const made = new WeakMap<ForwardingModel, readonly Settings[]>();

/** For every way in which a product may behave the fewest settings that make it do so. */
export function variantsOf(model: ForwardingModel): readonly Settings[] {
  const known = made.get(model);
  if (known !== undefined) return known;
  const variants = new Map<string, Settings>();
  for (const settings of combinations(model)) {
    const behaviour = behaviourUnder(model, settings);
    if (behaviour !== undefined && !variants.has(behaviour))
      variants.set(behaviour, essential(model, settings));
  }
  const found = [...variants.values()];
  made.set(model, found);
  return found;
}
