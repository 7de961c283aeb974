import { EXIT, SlbctlError } from "../core/error.ts";
import type { OptionDefinition, Options } from "./command.ts";
import type { Context } from "./context.ts";
import type { SessionTarget } from "./session.ts";

/** Options that say which load balancer is meant, for commands that need no whole spec. */
export const TARGET_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "-f, --file <path>",
    text: { en: "take name, provider and region from a spec", zh: "从配置文件读取名称、provider 与地域" },
  },
  { flags: "--provider <id>", text: { en: "alicloud, aws, …", zh: "alicloud、aws 等" } },
  { flags: "--region <region>", text: { en: "region of the cloud", zh: "云地域" } },
  { flags: "--endpoint-url <url>", text: { en: "endpoint of the cloud API", zh: "云 API 端点" } },
];

export interface Target extends SessionTarget {
  readonly name: string;
}

const missing = (what: string): SlbctlError =>
  new SlbctlError(
    "no-target",
    EXIT.usage,
    { en: `which load balancer? ${what} is missing`, zh: `未指明负载均衡器：缺少 ${what}` },
    {
      hint: {
        en: "give NAME and --provider (and --region), or -f SPEC",
        zh: "请给出名称与 --provider（以及 --region），或使用 -f 配置文件",
      },
    },
  );

/** Name, provider and region from the argument and flags, or from the spec that `-f` names; flags win. */
export async function targetOf(context: Context, args: readonly string[], options: Options): Promise<Target> {
  const spec =
    options["file"] === undefined
      ? undefined
      : (await (await import("./load-spec.ts")).loadSpec(context, options)).spec;
  const name = args[0] ?? spec?.name;
  const provider = (options["provider"] as string | undefined) ?? spec?.provider;
  if (name === undefined) throw missing("NAME");
  if (provider === undefined) throw missing("--provider");
  return {
    name,
    provider,
    region: (options["region"] as string | undefined) ?? spec?.region,
    endpoint: options["endpointUrl"] as string | undefined,
  };
}
