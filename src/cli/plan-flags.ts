import type { OptionDefinition } from "./command.ts";

/** Flags of the commands that make a plan from a spec. */
export const PLAN_FLAGS: readonly OptionDefinition[] = [
  {
    flags: "--adopt",
    text: {
      en: "take over a load balancer of this name that is not tagged ours",
      zh: "接管同名但没有我们标签的负载均衡器",
    },
  },
  {
    flags: "--replace",
    text: {
      en: "allow delete-and-create where a change is impossible in place",
      zh: "无法原地修改时允许删除后重建",
    },
  },
  { flags: "--endpoint-url <url>", text: { en: "endpoint of the cloud API", zh: "云 API 端点" } },
];
