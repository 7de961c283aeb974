import type { Path } from "../core/path-text.ts";
import type { Text } from "../core/text.ts";

/** How a flag's words become a value of the spec. */
export type FlagReading =
  | "text"
  | "number"
  | "switch"
  | "texts"
  | "subnets"
  | "masters"
  | "tags"
  | "options"
  | "allow"
  | "deny";

/** One flag of the commands that take a spec; the command line registers them from here. */
export interface SpecFlag {
  /** As commander takes it. */
  readonly flags: string;
  /** Attribute under which commander hands over the value. */
  readonly key: string;
  /** What it sets in the spec. */
  readonly path: Path;
  readonly reads: FlagReading;
  readonly text: Text;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
}

const flag = (
  flags: string,
  path: Path,
  reads: FlagReading,
  en: string,
  zh: string,
  more: Pick<SpecFlag, "choices"> = {},
): SpecFlag => {
  const name = flags.split(" ")[0]?.replace(/^--(no-)?/, "") ?? "";
  const repeatable = reads !== "text" && reads !== "number" && reads !== "switch";
  return {
    flags,
    key: name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    path,
    reads,
    text: { en, zh },
    ...(repeatable ? { repeatable: true } : {}),
    ...more,
  };
};

/** Every flag that sets a part of the spec, in the order of the spec. Lists given by flags replace those of the file. */
export const specFlags: readonly SpecFlag[] = [
  flag("--name <name>", ["name"], "text", "name of the load balancer", "负载均衡器的名称"),
  flag("--provider <id>", ["provider"], "text", "alicloud, aws, ...", "alicloud、aws 等"),
  flag("--region <region>", ["region"], "text", "region of the cloud", "云的地域"),
  flag("--scheme <scheme>", ["scheme"], "text", "who can reach it", "可访问范围：内网或公网", {
    choices: ["internal", "internet-facing"],
  }),
  flag("--vpc <id>", ["vpcId"], "text", "id of the VPC", "VPC ID"),
  flag(
    "--subnet <subnet>",
    ["subnets"],
    "subnets",
    "subnet or vSwitch, as ID[,zone=ZONE][,address=ADDRESS]; repeatable",
    "子网或交换机，格式 ID[,zone=可用区][,address=地址]；可重复",
  ),
  flag("--port <port>", ["port"], "number", "port of the listener", "监听端口"),
  flag(
    "--control-plane-endpoint <endpoint>",
    ["controlPlaneEndpoint"],
    "text",
    "DNS name that is to lead to the load balancer, as in kubeadm",
    "指向该负载均衡器的域名，与 kubeadm 的同名参数一致",
  ),
  flag(
    "--master <master>",
    ["masters"],
    "masters",
    "API server, as NAME=ADDRESS[,instance=ID][,port=PORT][,weight=WEIGHT][,zone=ZONE]; repeatable",
    "API server，格式 名称=地址[,instance=实例ID][,port=端口][,weight=权重][,zone=可用区]；可重复",
  ),
  flag(
    "--health-protocol <protocol>",
    ["healthCheck", "protocol"],
    "text",
    "how readiness is asked for",
    "健康检查协议",
    { choices: ["https", "http", "tcp"] },
  ),
  flag("--health-path <path>", ["healthCheck", "path"], "text", "path that is asked for", "健康检查路径"),
  flag("--health-port <port>", ["healthCheck", "port"], "number", "port that is probed", "健康检查端口"),
  flag(
    "--health-interval <seconds>",
    ["healthCheck", "intervalSeconds"],
    "number",
    "seconds between two probes",
    "两次探测的间隔（秒）",
  ),
  flag(
    "--health-timeout <seconds>",
    ["healthCheck", "timeoutSeconds"],
    "number",
    "seconds until a probe counts as failed",
    "单次探测的超时（秒）",
  ),
  flag(
    "--healthy-threshold <count>",
    ["healthCheck", "healthyThreshold"],
    "number",
    "probes in a row that must succeed",
    "判为健康所需的连续成功次数",
  ),
  flag(
    "--unhealthy-threshold <count>",
    ["healthCheck", "unhealthyThreshold"],
    "number",
    "probes in a row that must fail",
    "判为不健康所需的连续失败次数",
  ),
  flag(
    "--health-codes <codes>",
    ["healthCheck", "codes"],
    "text",
    "accepted status codes, e.g. 200-299",
    "视为健康的状态码，例如 200-299",
  ),
  flag(
    "--client-address <how>",
    ["clientAddress"],
    "text",
    "whether API servers see the client's address",
    "API server 是否看到客户端真实地址",
    { choices: ["auto", "preserve", "replace"] },
  ),
  flag(
    "--security-group <id>",
    ["securityGroups"],
    "texts",
    "security group of the load balancer; repeatable",
    "负载均衡器的安全组；可重复",
  ),
  flag("--cross-zone", ["crossZone"], "switch", "send to backends of other zones too", "允许跨可用区转发"),
  flag(
    "--no-cross-zone",
    ["crossZone"],
    "switch",
    "send to backends of the same zone only",
    "仅转发到同可用区的后端",
  ),
  flag(
    "--allow <cidr>",
    ["accessList"],
    "allow",
    "range that may use the listener, all others may not; repeatable",
    "允许访问监听器的地址段，其余拒绝；可重复",
  ),
  flag(
    "--deny <cidr>",
    ["accessList"],
    "deny",
    "range that may not use the listener; repeatable",
    "禁止访问监听器的地址段；可重复",
  ),
  flag(
    "--idle-timeout <seconds>",
    ["idleTimeoutSeconds"],
    "number",
    "seconds after which an idle connection is cut",
    "空闲连接的超时（秒）",
  ),
  flag(
    "--drain <seconds>",
    ["drainSeconds"],
    "number",
    "seconds that connections of a removed backend may live on",
    "移除后端时保留其连接的时长（秒）",
  ),
  flag(
    "--deletion-protection",
    ["deletionProtection"],
    "switch",
    "refuse deletion until this is switched off",
    "开启删除保护",
  ),
  flag("--no-deletion-protection", ["deletionProtection"], "switch", "allow deletion", "关闭删除保护"),
  flag("--tag <key=value>", ["tags"], "tags", "further tag; repeatable", "附加标签；可重复"),
  flag(
    "--kubernetes-version <version>",
    ["kubernetes", "version"],
    "text",
    "Kubernetes version to be installed",
    "将要安装的 Kubernetes 版本",
  ),
  flag(
    "--anonymous-auth",
    ["kubernetes", "anonymousAuth"],
    "switch",
    "API servers answer health checks without a certificate (their default)",
    "API server 允许匿名访问健康检查（默认如此）",
  ),
  flag(
    "--no-anonymous-auth",
    ["kubernetes", "anonymousAuth"],
    "switch",
    "API servers run with --anonymous-auth=false",
    "API server 以 --anonymous-auth=false 运行",
  ),
  flag(
    "--option <key=value>",
    ["options"],
    "options",
    "what only this provider has (docs/providers); dots nest; repeatable",
    "仅该 provider 特有的设置（见 docs/providers），用点号表示层级；可重复",
  ),
];

/** The name of a flag without its argument: `--subnet`. */
export const flagName = ({ flags }: SpecFlag): string => flags.split(" ")[0] ?? flags;
