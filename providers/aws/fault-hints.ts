import type { FaultClass } from "../../src/core/error.ts";
import type { Text } from "../../src/core/text.ts";

const SUBNET: Text = {
  en: "check subnets: they must exist in this region, in one VPC and in different zones, with 8 free addresses each; a fixed address must be free, and a subnet cannot be exchanged within its zone in one step (remove the zone first)",
  zh: "请检查 subnets：须位于该地域的同一 VPC、不同可用区，各有 8 个空闲地址；固定地址须未被占用；同一可用区内的子网不能一步替换（请先移除该可用区）",
};

const TAKEN: Text = {
  en: "something of this name exists with other settings; choose another name, or run again to see whose it is",
  zh: "同名资源已存在且设置不同；请换一个名称，或重新运行以查看其归属",
};

/** What to do about codes whose message does not say so itself. */
const HINTS: Readonly<Record<string, Text>> = {
  InvalidSubnet: SUBNET,
  SubnetNotFound: SUBNET,
  AvailabilityZoneNotSupported: SUBNET,
  DuplicateLoadBalancerName: TAKEN,
  DuplicateTargetGroupName: TAKEN,
  DuplicateListener: {
    en: "another listener has this port and does not carry our tag; delete it, or choose another port",
    zh: "已有其他侦听器占用该端口，且没有 slbctl 的标签；请删除它，或换一个端口",
  },
  TargetGroupAssociationLimit: {
    en: "the target group serves another load balancer; detach it there, or choose another name",
    zh: "该目标组已用于其他负载均衡器；请先在那里解除，或换一个名称",
  },
  ResourceInUse: {
    en: "a listener still uses the target group, or it was let go only just now; run the command again, and look for listeners of others if it stays",
    zh: "仍有侦听器在使用该目标组，或刚刚解除；请重试，若仍失败请查找其他侦听器",
  },
  InvalidTarget: {
    en: "check masters: an ip target must be a private address in the VPC (or a peered range, with zone: all), an instance must be running in the VPC",
    zh: "请检查 masters：ip 目标须为 VPC 内的私有地址（或对等网段，并设置 zone: all），实例须在该 VPC 中处于运行状态",
  },
  InvalidSecurityGroup: {
    en: "check securityGroups: they must exist in the VPC of the subnets",
    zh: "请检查 securityGroups：须存在于子网所在的 VPC",
  },
  TooManyLoadBalancers: {
    en: "the quota of Network Load Balancers per region is used up; ask for more in Service Quotas",
    zh: "该地域的 NLB 配额已用完；请在 Service Quotas 申请提高",
  },
  TooManyTargetGroups: {
    en: "the quota of target groups per region is used up; ask for more in Service Quotas",
    zh: "该地域的目标组配额已用完；请在 Service Quotas 申请提高",
  },
  OptInRequired: {
    en: "the account has not enabled this region or service",
    zh: "该账户尚未启用此地域或服务",
  },
};

/** The API has one code for several things that it does not permit; the message says which. */
const PROTECTED: Text = {
  en: "deletion protection is on: set deletionProtection: false, run create again, then delete (or switch deletion_protection.enabled off in the console)",
  zh: "删除保护已开启：请设置 deletionProtection: false 并再次运行 create，然后再删除（或在控制台关闭 deletion_protection.enabled）",
};

const CREDENTIALS: Text = {
  en: "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile; renew expired ones (aws sso login)",
  zh: "请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 与 AWS_SESSION_TOKEN，或所用的 profile；若已过期请更新（aws sso login）",
};

const CLOCK: Text = {
  en: "the clock of this machine is more than 5 minutes off; synchronise it (chrony, systemd-timesyncd)",
  zh: "本机时钟偏差超过 5 分钟；请同步时钟（chrony、systemd-timesyncd）",
};

/** What to do where the code itself says nothing that is known. */
const BY_CLASS: Readonly<Partial<Record<FaultClass, Text>>> = {
  credentials: CREDENTIALS,
  clock: CLOCK,
  retry: {
    en: "run the same command again in a while: it looks at what was done and goes on from there",
    zh: "请稍后再次运行同一命令：它会查看已完成的部分并继续",
  },
  quota: {
    en: "a quota of the account or region is used up; ask for more in Service Quotas, or remove what is not needed",
    zh: "该账户或地域的配额已用完；请在 Service Quotas 申请提高，或清理不需要的资源",
  },
  provider: {
    en: "what answers is not the whole Elastic Load Balancing API; check --endpoint-url and AWS_ENDPOINT_URL",
    zh: "应答方并不是完整的 Elastic Load Balancing API；请检查 --endpoint-url 与 AWS_ENDPOINT_URL",
  },
};

/** The action that a denial names, which need not be the one that was called; else that of the call. */
const missingAction = (message: string, action: string): string =>
  /not authorized to perform: ([a-z0-9-]+:\w+)/i.exec(message)?.[1] ?? `elasticloadbalancing:${action}`;

/** What to do about a code; undefined where AWS's own message says it best. */
export function hintFor(fault: FaultClass, code: string, action = "", message = ""): Text | undefined {
  const own = HINTS[code.replace(/Exception$/, "")];
  if (own !== undefined) return own;
  if (code.startsWith("OperationNotPermitted") && /deletion protection/i.test(message)) return PROTECTED;
  if (fault !== "permission") return BY_CLASS[fault];
  const missing = missingAction(message, action);
  return {
    en: `grant the IAM action ${missing}; docs/providers/aws.md has the whole policy`,
    zh: `请授予 IAM 操作 ${missing}；完整策略见 docs/providers/aws.zh.md`,
  };
}
