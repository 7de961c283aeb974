import type { Text } from "../../src/core/text.ts";

const BALANCE: Text = {
  en: "settle the account: Alibaba Cloud asks for a balance of at least 100 CNY before it creates a CLB",
  zh: "请处理账户欠费：创建 CLB 要求账户余额不少于 100 元",
};

const NO_ADDRESS: Text = {
  en: "the vSwitch has no free address left; name another vSwitch in subnets",
  zh: "交换机（vSwitch）已无可用地址；请在 subnets 中换用其他交换机",
};

const NO_CAPACITY: Text = {
  en: "the zone has no capacity left; name other zones in options.masterZone and options.slaveZone",
  zh: "该可用区资源不足；请在 options.masterZone 与 options.slaveZone 中指定其他可用区",
};

/** What to do about codes whose message does not say so itself. */
const HINTS: Readonly<Record<string, Text>> = {
  VSwitchAvailableIpNotExist: NO_ADDRESS,
  SubnetIpExhaust: NO_ADDRESS,
  "OperationFailed.ZoneResourceLimit": NO_CAPACITY,
  "OperationFailed.RegionResourceLimit": NO_CAPACITY,
  InsufficientBalance: BALANCE,
  "PAY.INSUFFICIENT_BALANCE": BALANCE,
  PayInsufficientBalance: BALANCE,
  "PAYFOR.CREDIT_PAY_INSUFFICIENT_BALANCE": BALANCE,
  "OperationFailed.UnpaidBillsExist": BALANCE,
  "OperationFailed.CashBookInsufficient": BALANCE,
  AccountHasArrearage: BALANCE,
  ShareSlbHaltSales: {
    en: "shared-performance and spec-billed CLB are no longer sold; slbctl asks for PayByCLCU, so this region may not sell CLB to this account",
    zh: "性能共享型与按规格计费的 CLB 已停售；slbctl 已请求 PayByCLCU，可能该地域不再向此账户出售 CLB",
  },
  ObtainIpFail: {
    en: "an instance does not exist in this region or is not running; check masters[].instanceId",
    zh: "某个实例不在该地域或未运行；请检查 masters[].instanceId",
  },
  "InvalidServerId.NotFound": {
    en: "an instance does not exist in this region; check masters[].instanceId",
    zh: "某个实例不在该地域；请检查 masters[].instanceId",
  },
  "InvalidServerId.NotExist": {
    en: "an instance does not exist in this region; check masters[].instanceId",
    zh: "某个实例不在该地域；请检查 masters[].instanceId",
  },
  NetworkConflict: {
    en: "an instance is in another VPC than the load balancer",
    zh: "某个实例与负载均衡器不在同一个专有网络（VPC）",
  },
  "OperationDenied.DeleteProtectionIsOn": {
    en: "deletion protection is on: set deletionProtection: false, run create again, then delete",
    zh: "删除保护已开启：请设置 deletionProtection: false 并再次运行 create，然后再删除",
  },
  "Operation.NotAllowed": {
    en: "the load balancer is locked (arrears or a security measure) or has an unfinished order; see the console",
    zh: "负载均衡器已被锁定（欠费或安全原因）或存在未完成的订单；请查看控制台",
  },
  ActionNotAllowed: {
    en: "the load balancer is locked (arrears or a security measure); see the console",
    zh: "负载均衡器已被锁定（欠费或安全原因）；请查看控制台",
  },
  "InvalidRegionId.NotFound": {
    en: "there is no such region; check --region and the spec",
    zh: "该地域不存在；请检查 --region 与配置",
  },
  "Forbidden.RiskControl": {
    en: "risk control stopped the account; ask Alibaba Cloud",
    zh: "账户被风控限制；请联系阿里云",
  },
};

const CREDENTIALS: Text = {
  en: "check the access key (is it enabled, of this site, complete?) or renew the session token",
  zh: "请检查 AccessKey（是否启用、属于本站点、完整）或更新会话令牌",
};

const CLOCK: Text = {
  en: "the clock of this machine is more than 15 minutes off; synchronise it (chrony, systemd-timesyncd)",
  zh: "本机时钟偏差超过 15 分钟；请同步时钟（chrony、systemd-timesyncd）",
};

export function hintFor(fault: string, code: string): Text | undefined {
  return HINTS[code] ?? (fault === "credentials" ? CREDENTIALS : fault === "clock" ? CLOCK : undefined);
}
