import type { CommandEntry } from "./command.ts";

/** All commands in the order of `--help`. Summaries live here so that help loads nothing else. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "create",
    summary: {
      en: "plan, show, confirm and make the load balancer; judge the masters for hairpins",
      zh: "规划、展示、确认并创建负载均衡器，同时检查 master 的回环（hairpin）问题",
    },
    load: () => import("./commands/create.ts"),
  },
  {
    name: "plan",
    summary: { en: "show what create would do", zh: "展示 create 将要执行的操作" },
    load: () => import("./commands/plan.ts"),
  },
  {
    name: "apply",
    summary: {
      en: "carry out a stored plan, unless the world has moved since",
      zh: "执行已保存的计划；如果现状已发生变化则拒绝",
    },
    load: () => import("./commands/apply.ts"),
  },
  {
    name: "status",
    summary: {
      en: "state of the load balancer, its listener and each backend",
      zh: "查看负载均衡器、监听器及每个后端的状态",
    },
    load: () => import("./commands/status.ts"),
  },
  {
    name: "delete",
    summary: {
      en: "remove what carries our tag, and nothing else",
      zh: "删除带有我们标签的资源，其他一概不动",
    },
    load: () => import("./commands/delete.ts"),
  },
  {
    name: "doctor",
    summary: {
      en: "find clients that dial a load balancer whose backends include themselves",
      zh: "找出访问“后端包含自己”的负载均衡器的客户端",
    },
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "trace",
    summary: {
      en: "follow one client's connection hop by hop, backend by backend",
      zh: "逐跳、逐后端推演某个客户端的连接",
    },
    load: () => import("./commands/trace.ts"),
  },
  {
    name: "collect",
    summary: {
      en: "gather what doctor reads, without secrets; also as a script for hosts without Node",
      zh: "收集 doctor 所需的信息，不含机密；也可作为脚本用于没有 Node 的主机",
    },
    load: () => import("./commands/collect.ts"),
  },
  {
    name: "explain",
    summary: { en: "the page of a finding, offline", zh: "离线查看某个问题代码的说明" },
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "emulate",
    summary: {
      en: "run the emulated cloud APIs with a real data plane on loopback",
      zh: "在本机回环地址上运行云 API 模拟器（含真实数据面）",
    },
    load: () => import("./commands/emulate.ts"),
  },
  {
    name: "completion",
    summary: { en: "completion script for bash, zsh or fish", zh: "生成 bash、zsh 或 fish 的补全脚本" },
    load: () => import("./commands/completion.ts"),
  },
];
