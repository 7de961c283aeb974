import { providers } from "../../providers/index.gen.ts";
import { collectFiles } from "../collect/collect-files.ts";
import type { Recogniser } from "../collect/recogniser.ts";
import type { Observation } from "../core/observation.ts";
import type { ProviderDescriptor } from "../core/provider.ts";
import { parseSpec } from "../spec/parse-spec.ts";
import { terraformResources } from "../terraform/terraform-resources.ts";
import { compileSpec } from "./compile-spec.ts";
import { type Context, notice } from "./context.ts";
import { specTopologyObservations } from "./judge.ts";
import { specError } from "./load-spec.ts";

export const allDescriptors = (): Promise<readonly ProviderDescriptor[]> =>
  Promise.all(providers.map(async (entry) => (await entry.descriptor()).descriptor));

const isSpec = (text: string): boolean =>
  /(^|[\s,{"'])kind["']?\s*:\s*["']?LoadBalancer\b/m.test(text) && text.includes("slbctl/");

/** A slbctl spec says what its load balancer will be. */
const spec: Recogniser = {
  async text(text, bytes, source) {
    if (!isSpec(text)) return undefined;
    const located = await parseSpec(bytes, source);
    if (!located.ok) throw await specError(located.error);
    const { descriptor, graph } = await compileSpec(located.value);
    return specTopologyObservations(located.value.spec, descriptor, graph);
  },
};

/** A list of suppressions beside the evidence says nothing about it. */
const suppressions: Recogniser = {
  text: (text) =>
    Promise.resolve(
      /^(kind:\s*["']?Suppressions\b|suppressions:)/m.test(text) && /slbctl\//.test(text) ? [] : undefined,
    ),
};

/** What a provider says of documents in its own format. */
async function providerRecogniser(descriptor: ProviderDescriptor): Promise<Recogniser> {
  const { recognise, together } = (await descriptor.evidence?.()) ?? {};
  if (recognise === undefined) return {};
  return together === undefined ? { value: recognise } : { value: recognise, together };
}

/** A Terraform plan or state: every provider is asked for what its resources say. */
async function terraformRecogniser(descriptors: readonly ProviderDescriptor[]): Promise<Recogniser> {
  const evidence = await Promise.all(descriptors.map((descriptor) => descriptor.evidence?.()));
  return {
    value({ value, source }) {
      const resources = terraformResources(value);
      return resources && evidence.flatMap((each) => [...(each?.fromTerraform?.(resources, source) ?? [])]);
    },
  };
}

/** Observations from files and folders, and from the root of a node; every document is recognised by its content, never by its name. */
export async function readEvidence(
  context: Context,
  paths: readonly string[],
  descriptors: readonly ProviderDescriptor[],
  root?: string,
): Promise<readonly Observation[]> {
  if (paths.length === 0 && root === undefined) return [];
  const known = await Promise.all(descriptors.map(providerRecogniser));
  const recognisers = [spec, suppressions, await terraformRecogniser(descriptors), ...known];
  const collection = collectFiles(paths, {
    cwd: context.io.cwd,
    recognisers,
    ...(root === undefined ? {} : { root }),
  });
  const observations: Observation[] = [];
  for await (const observation of collection) observations.push(observation);
  for (const note of collection.notes()) await notice(context, note);
  return observations;
}
