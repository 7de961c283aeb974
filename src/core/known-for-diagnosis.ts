import * as z from "zod/mini";
import type { ForwardingModel } from "./forwarding.ts";
import { CAPABILITIES, type Capability, type ProviderDescriptor, type Support } from "./provider.ts";
import type { Text } from "./text.ts";

const NOT_CREATED: Support = {
  can: "no",
  why: {
    en: "slbctl knows how it forwards, and does not create it",
    zh: "slbctl 了解其转发方式，但不创建它",
  },
};

/** A kind of load balancer of which only its forwarding is known. */
export const knownForDiagnosis = (
  id: string,
  title: Text,
  models: readonly ForwardingModel[],
): ProviderDescriptor => ({
  id,
  title,
  resources: "none",
  models,
  capabilities: Object.fromEntries(CAPABILITIES.map((name) => [name, NOT_CREATED])) as Record<
    Capability,
    Support
  >,
  kinds: {},
  options: z.strictObject({}),
});
