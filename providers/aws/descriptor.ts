import type { ProviderDescriptor } from "../../src/core/provider.ts";
import { capabilities } from "./capabilities.ts";
import { compile } from "./compile.ts";
import { kinds } from "./kinds.ts";
import { models } from "./models.ts";
import { notices } from "./notices.ts";
import { optionsSchema } from "./options.ts";

/** AWS Network Load Balancer (ELBv2 API 2015-12-01), and what is known of its siblings. */
export const descriptor: ProviderDescriptor = {
  id: "aws",
  title: { en: "AWS Network Load Balancer", zh: "AWS 网络负载均衡器 NLB" },
  resources: "cloud",
  models,
  capabilities,
  kinds,
  options: optionsSchema,
  compile,
  notices,
  evidence: async () => (await import("./evidence.ts")).evidence,
};
