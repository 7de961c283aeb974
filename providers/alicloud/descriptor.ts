import type { ProviderDescriptor } from "../../src/core/provider.ts";
import { capabilities } from "./capabilities.ts";
import { compile } from "./compile.ts";
import { kinds } from "./kinds.ts";
import { models } from "./models.ts";
import { notices } from "./notices.ts";
import { optionsSchema } from "./options.ts";

/** Alibaba Cloud Classic Load Balancer (SLB API 2014-05-15), and what is known of its siblings. */
export const descriptor: ProviderDescriptor = {
  id: "alicloud",
  title: { en: "Alibaba Cloud CLB", zh: "阿里云传统型负载均衡 CLB" },
  resources: "cloud",
  models,
  capabilities,
  kinds,
  options: optionsSchema,
  compile,
  notices,
  evidence: async () => (await import("./evidence.ts")).evidence,
};
