import type { Finding } from "../core/finding.ts";
import { stableJson } from "../core/json.ts";

const SAMPLE = 5;

/** What has to be equal for two findings to be told as one. */
const alike = ({ code, client, target, failure, disposition, severity, subject }: Finding): string =>
  client === null
    ? stableJson([code, subject])
    : stableJson([code, client.kind, client.name, target, failure, disposition, severity]);

/** One finding per kind of client, with a count and a sample of nodes: a DaemonSet is not told node by node. */
export function grouped(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = alike(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map(([first, ...others]) => {
    if (first.instances === null) return first;
    const nodes = [first, ...others].flatMap(({ instances }) => instances?.sample ?? []);
    return { ...first, instances: { count: nodes.length, sample: nodes.slice(0, SAMPLE) } };
  });
}
