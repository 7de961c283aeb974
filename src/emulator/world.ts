import { load, YAMLException } from "js-yaml";
import * as z from "zod";
import { EXIT, SlbctlError } from "../core/error.ts";
import { canonicalAddress, isAddress, isCidr } from "../core/net.ts";
import { API_VERSION, splitEndpoint } from "../core/spec.ts";
import { verbatim } from "../core/text.ts";
import type { World } from "./types.ts";
import { type WorldProblem, worldProblems } from "./world-problems.ts";

/** 1 MiB; a world of 3,000 instances is smaller. */
const MAX_CHARACTERS = 1_048_576;

const id = z.string().min(1).max(256);
const isHostPort = (text: string): boolean => splitEndpoint(text)?.port !== undefined;
const portKey = z
  .string()
  .refine((text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535, { abort: true });

const instance = z.strictObject({
  id,
  name: z.string().optional(),
  vpcId: id,
  subnetId: id,
  zone: id,
  addresses: z
    .array(
      z
        .string()
        .refine(isAddress)
        .overwrite((text) => canonicalAddress(text) ?? text),
    )
    .min(1),
  state: z.enum(["running", "stopped"]).default("running"),
  ports: z.record(portKey, z.string().refine(isHostPort)).default({}),
});

const worldSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal("World"),
  instances: z.array(instance).default([]),
  subnets: z.array(z.strictObject({ id, vpcId: id, zone: id, cidr: z.string().refine(isCidr) })).default([]),
  securityGroups: z.array(z.strictObject({ id, vpcId: id })).default([]),
});

/** Ids that stand twice in one list. */
function duplicates(world: World): readonly WorldProblem[] {
  return (["instances", "subnets", "securityGroups"] as const).flatMap((list) =>
    world[list].flatMap((entry, index) =>
      world[list].findIndex((other) => other.id === entry.id) === index
        ? []
        : [
            {
              path: `${list}[${index}].id`,
              found: JSON.stringify(entry.id),
              expected: { en: "each id once in its list", zh: "同一列表中每个 id 只出现一次" },
            },
          ],
    ),
  );
}

function invalid(file: string, problems: readonly WorldProblem[]): SlbctlError {
  const nothing = { en: "nothing", zh: "无" };
  const lines = (language: "en" | "zh") =>
    problems.map(({ path, found, expected }) =>
      language === "en"
        ? `  ${path || "(whole file)"}: found ${found ?? nothing.en}; expected ${expected.en}`
        : `  ${path || "（整个文件）"}：实际为 ${found ?? nothing.zh}；应为${expected.zh}`,
    );
  return new SlbctlError(
    "world-invalid",
    EXIT.usage,
    {
      en: [`${file} does not describe a world (problems: ${problems.length})`, ...lines("en")].join("\n"),
      zh: [`${file} 不是有效的世界描述（问题数：${problems.length}）`, ...lines("zh")].join("\n"),
    },
    {
      hint: {
        en: "examples/first-run/world.yaml is a complete one; docs/emulator.md explains the fields",
        zh: "examples/first-run/world.yaml 是完整示例；各字段说明见 docs/emulator.zh.md",
      },
    },
  );
}

function readDocument(text: string, file: string): unknown {
  if (text.length > MAX_CHARACTERS)
    throw invalid(file, [
      {
        path: "",
        found: `${text.length}`,
        expected: { en: `at most ${MAX_CHARACTERS} characters`, zh: `不超过 ${MAX_CHARACTERS} 个字符` },
      },
    ]);
  try {
    return load(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark } = error;
    const place = mark ? `:${mark.line + 1}:${mark.column + 1}` : "";
    throw new SlbctlError("world-invalid", EXIT.usage, verbatim(`${file}${place}: ${error.reason}`));
  }
}

/** Reads a `kind: World` in YAML or JSON; throws with all problems at once. `file` is for messages only. */
export function parseWorld(text: string, file: string): World {
  const value = readDocument(text, file);
  const parsed = worldSchema.safeParse(value);
  if (!parsed.success) throw invalid(file, worldProblems(value, parsed.error));
  const { instances, subnets, securityGroups } = parsed.data;
  const world: World = {
    // An absent name is left out rather than undefined.
    instances: instances.map(({ name, ...rest }) => (name === undefined ? rest : { ...rest, name })),
    subnets,
    securityGroups,
  };
  const twice = duplicates(world);
  if (twice.length > 0) throw invalid(file, twice);
  return world;
}
