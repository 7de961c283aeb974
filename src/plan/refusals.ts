import type { ObservedResource } from "../core/resource.ts";
import type { Text } from "../core/text.ts";
import type { Difference } from "./diff.ts";
import type { PlanRequest } from "./plan-request.ts";
import type { Refusal } from "./refusal.ts";

const bulleted = (lines: readonly Text[]): Text => ({
  en: lines.map(({ en }) => en).join("; "),
  zh: lines.map(({ zh }) => zh).join("；"),
});

function isProtected(found: ObservedResource, kinds: PlanRequest["kinds"]): boolean {
  const protection = kinds[found.kind]?.protection;
  if (protection === undefined) return false;
  const value = protection.at.reduce<unknown>(
    (inner, key) =>
      inner === null || typeof inner !== "object" ? undefined : (inner as Record<string, unknown>)[key],
    found.props,
  );
  return value === protection.on;
}

/** Planning stops on what could not be read, on what is not ours, and on replacements that nobody asked for. */
export function refusals(request: PlanRequest, differences: readonly Difference[]): readonly Refusal[] {
  const unreadable = request.observed.gaps.map(
    (gap): Refusal => ({
      code: "unreadable",
      resource: gap.kind,
      text: { en: `${gap.kind} could not be read: ${gap.reason}`, zh: `无法读取 ${gap.kind}：${gap.reason}` },
      wayOut: {
        en: "grant the missing permission or try again; planning on half a picture could create things twice",
        zh: "请授予缺少的权限或稍后重试；信息不全时制定计划可能会重复创建资源",
      },
    }),
  );
  // A deletion takes only what is ours, so what belongs to others is not in its way.
  const candidates = request.intent === "create" ? request.observed.resources : [];
  const foreign = candidates.flatMap((resource): readonly Refusal[] => {
    const name = resource.outputs["id"] ?? resource.id;
    if (resource.ownership === "foreign")
      return [
        {
          code: "foreign",
          resource: resource.id,
          text: {
            en: `${name} has the name "${request.name}" but belongs to something else (${resource.owner ?? "unknown owner"})`,
            zh: `${name} 名为“${request.name}”，但属于其他系统（${resource.owner ?? "归属未知"}）`,
          },
          wayOut: { en: "choose another name; it is never touched", zh: "请换一个名称；slbctl 绝不会改动它" },
        },
      ];
    if (resource.ownership === "adoptable" && !request.adopt)
      return [
        {
          code: "not-ours",
          resource: resource.id,
          text: {
            en: `${name} has the name "${request.name}" but does not carry the tag slbctl/name=${request.name}`,
            zh: `${name} 名为“${request.name}”，但没有标签 slbctl/name=${request.name}`,
          },
          wayOut: {
            en: "choose another name, or take it over with --adopt",
            zh: "请换一个名称，或使用 --adopt 接管它",
          },
        },
      ];
    return [];
  });
  const replacements = request.replace
    ? []
    : differences.flatMap((difference): readonly Refusal[] =>
        difference.action !== "replace"
          ? []
          : [
              {
                code: "replacement",
                resource: difference.wish.id,
                text: bulleted(
                  difference.because.map(({ path, reason }) => ({
                    en: `${difference.wish.id} must be replaced: ${path === "" ? "" : `${path}: `}${reason.en}`,
                    zh: `${difference.wish.id} 必须替换：${path === "" ? "" : `${path}：`}${reason.zh}`,
                  })),
                ),
                wayOut: {
                  en: "undo the change in the spec, or allow it with --replace (connections break, addresses may change)",
                  zh: "请撤销对配置的修改，或使用 --replace 允许替换（连接会中断，地址可能改变）",
                },
              },
            ],
      );
  const guarded = differences.flatMap((difference): readonly Refusal[] => {
    const isLost = difference.action === "delete" || (difference.action === "replace" && request.replace);
    if (!isLost || !isProtected(difference.found, request.kinds)) return [];
    const name = difference.found.outputs["id"] ?? difference.found.id;
    return [
      {
        code: "protected",
        resource: difference.found.id,
        text: { en: `${name} has deletion protection on`, zh: `${name} 已开启删除保护` },
        wayOut: {
          en: "set deletionProtection: false in the spec, run create, then try again",
          zh: "请在配置中设置 deletionProtection: false 并运行 create，然后重试",
        },
      },
    ];
  });
  return [...unreadable, ...foreign, ...replacements, ...guarded];
}
