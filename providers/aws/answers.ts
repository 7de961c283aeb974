import { fromList, IDLE } from "./attributes.ts";
import type { Answer, BalancerEntry, GroupEntry, HealthEntry, ListenerEntry } from "./documents.ts";

/** What an answer says of one thing, and where the answer stood. */
export interface Told<T> {
  readonly of: string;
  readonly source: string;
  readonly said: T;
}

/** All that is told, each by the ARN that it is told of. One thing may be told of twice, and differently. */
export interface Things {
  readonly balancers: readonly Told<BalancerEntry>[];
  readonly listeners: readonly Told<ListenerEntry>[];
  readonly groups: readonly Told<GroupEntry>[];
  readonly attributes: readonly Told<Readonly<Record<string, string>>>[];
  readonly health: readonly Told<readonly HealthEntry[]>[];
}

export interface SourcedAnswer {
  readonly answer: Answer;
  readonly source: string;
}

/** The one thing among these: of the same file, else of all; undefined where there are none or several. */
function only(things: readonly Told<unknown>[], source: string): string | undefined {
  const beside = new Set(things.flatMap((each) => (each.source === source ? [each.of] : [])));
  const all = beside.size > 0 ? beside : new Set(things.map(({ of }) => of));
  const [first] = all;
  return all.size === 1 ? first : undefined;
}

/**
 * Answers with attributes or health do not say what they are of. It is the ARN that somebody put beside them, else the
 * only thing of the kind that has such attributes.
 */
function ownerOf(
  { answer, source }: SourcedAnswer,
  keys: readonly string[],
  { balancers, groups, listeners }: Pick<Things, "balancers" | "groups" | "listeners">,
): string | undefined {
  const named = answer.TargetGroupArn ?? answer.ListenerArn ?? answer.LoadBalancerArn;
  if (named !== undefined) return named;
  if (keys.some((key) => /^(preserve_client_ip|deregistration_delay)\./.test(key)))
    return only(groups, source);
  if (keys.includes("deletion_protection.enabled")) return only(balancers, source);
  return keys.includes(IDLE) ? only(listeners, source) : undefined;
}

const told = <T>(of: string | undefined, source: string, said: T): readonly Told<T>[] =>
  of === undefined ? [] : [{ of, source, said }];

/** Answers taken apart, by what they are of. */
export function thingsOf(answers: readonly SourcedAnswer[]): Things {
  const each = <T>(pick: (answer: Answer) => readonly T[] | undefined, arn: (entry: T) => string) =>
    answers.flatMap(({ answer, source }) =>
      (pick(answer) ?? []).map((said): Told<T> => ({ of: arn(said), source, said })),
    );
  const named = {
    balancers: each(
      (answer) => answer.LoadBalancers,
      (entry) => entry.LoadBalancerArn,
    ),
    listeners: each(
      (answer) => answer.Listeners,
      (entry) => entry.ListenerArn,
    ),
    groups: each(
      (answer) => answer.TargetGroups,
      (entry) => entry.TargetGroupArn,
    ),
  };
  const attributes = answers.flatMap((sourced) => {
    if (sourced.answer.Attributes === undefined) return [];
    const pairs = fromList(sourced.answer.Attributes);
    return told(ownerOf(sourced, Object.keys(pairs), named), sourced.source, pairs);
  });
  const health = answers.flatMap(({ answer, source }) =>
    answer.TargetHealthDescriptions === undefined
      ? []
      : told(answer.TargetGroupArn ?? only(named.groups, source), source, answer.TargetHealthDescriptions),
  );
  return { ...named, attributes, health };
}
