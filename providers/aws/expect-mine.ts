import { OWNER_TAG } from "../../src/core/provider.ts";
import type { Connection } from "./connection.ts";
import { AwsFault } from "./faults.ts";
import { tagsByArn } from "./observe-listeners.ts";
import { ownershipOf, type Tags } from "./ownership.ts";

/**
 * AWS answers a creation with what exists under the name, if its settings are the same, as if it had just been made.
 * Tags tell: an existing one does not get those of the creation.
 */
export async function expectMine(
  connection: Connection,
  arn: string,
  { name, tags }: { readonly name: string; readonly tags: Tags },
): Promise<void> {
  const found = (await tagsByArn(connection, [arn])).get(arn) ?? {};
  if (ownershipOf(tags[OWNER_TAG] ?? name, found).ownership === "ours") return;
  throw new AwsFault(
    { fault: "conflict", outcome: "refused" },
    {
      en: `${arn} has been made by somebody else since the plan was made; it does not carry the tag ${OWNER_TAG}=${name}`,
      zh: `${arn} 是在制定计划之后由他人创建的，没有标签 ${OWNER_TAG}=${name}`,
    },
    {
      hint: {
        en: "nothing of it was changed; choose another name, or take it over with --adopt",
        zh: "未对其做任何修改；请换一个名称，或使用 --adopt 接管它",
      },
    },
  );
}
