import type { Graph, Import } from "./imports.ts";

/** What the files of one folder may import beside each other. */
interface Layer {
  readonly layers: readonly string[];
  readonly packages: readonly string[];
  /** Modules of Node itself; a pure folder has none. */
  readonly node: boolean;
}

const pure = (layers: readonly string[], ...packages: readonly string[]): Layer => ({
  layers,
  packages,
  node: false,
});
const world = (layers: readonly string[], ...packages: readonly string[]): Layer => ({
  layers,
  packages,
  node: true,
});

/** docs/architecture.md in a form that can be checked. A folder that is missing here may import nothing. */
const LAYERS: Readonly<Record<string, Layer>> = {
  "src/core": pure([], "zod", "ipaddr.js"),
  "src/i18n": pure(["src/core"], "get-east-asian-width"),
  "src/spec": pure(["src/core"], "zod", "js-yaml", "yaml"),
  "src/plan": pure(["src/core"], "zod"),
  "src/doctor": pure(["src/core"]),
  "src/terraform": pure(["src/core"], "zod"),
  "src/companions": pure(["src/core"]),
  "src/report": pure(["src/core", "src/i18n", "src/plan"]),
  "src/emulator": world(["src/core"], "zod", "js-yaml"),
  "src/collect": world(["src/core"], "js-yaml", "zod"),
  "src/probe": world(["src/core"]),
  providers: world(["src/core"]),
};

/** Exceptions that are part of the design: digests need SHA-256, and that is all of Node that core has. */
const ALLOWED = new Set(["src/core/digest.ts imports node:crypto"]);

/** Packages that any provider may use; any other belongs to the one provider that imports it. */
const COMMON = ["zod", "ipaddr.js", "js-yaml"];

const layerOf = (path: string): string =>
  /^(src\/[^/]+|providers)(?=\/)/.exec(path)?.[1] ?? (path.startsWith("src/") ? "src" : "outside");

const providerOf = (path: string): string | undefined => /^providers\/([^/]+)\//.exec(path)?.[1];

const packageOf = (to: string): string => /^(@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to;

const isFile = (to: string): boolean => to.endsWith(".ts");

/** Software kits of clouds: big, slow to load, and wanted only by who talks to the cloud. */
const isSdk = (to: string): boolean => /^@(aws-sdk|smithy|alicloud)\//.test(to);

function providerVerdict(path: string, { to, kind }: Import): string | undefined {
  const [own, other] = [providerOf(path), providerOf(to)];
  if (path === "providers/index.gen.ts")
    return other === undefined || kind === "dynamic" ? undefined : "the registry loads providers when needed";
  if (other !== undefined) return own === other ? undefined : "a provider imports another";
  if (layerOf(to) !== "src/emulator") return undefined;
  return path.startsWith(`providers/${own}/emulator/`)
    ? undefined
    : "only an emulator/ uses the emulator kit";
}

function verdict(path: string, edge: Import): string | undefined {
  const { to, kind } = edge;
  const [from, target] = [layerOf(path), layerOf(to)];
  if (isSdk(to) && kind === "static") return "an SDK is imported dynamically or for its types";
  if (isSdk(to) && from !== "providers") return "an SDK belongs to its provider";
  if (from === "src/cli") return undefined;
  if (target === "src/cli") return "nobody imports the command line";
  const layer = LAYERS[from];
  if (layer === undefined) return `${from} has no layer in test/architecture/layers.ts`;
  if (to === "(computed)") return layer.node ? undefined : "a pure folder loads what nobody can name";
  if (from === "providers") {
    const wrong = providerVerdict(path, edge);
    if (wrong !== undefined) return wrong;
    if (target === "src/emulator" || !isFile(to)) return undefined;
  }
  if (to.startsWith("node:")) return layer.node ? undefined : "a pure folder touches the world";
  if (!isFile(to))
    return layer.packages.includes(packageOf(to)) ? undefined : "the package is not for this folder";
  return from === target || layer.layers.includes(target) ? undefined : `${from} may not import ${target}`;
}

/** Imports that the layers forbid, each with the rule. */
export function layerViolations(graph: Graph): readonly string[] {
  const found = [...graph].flatMap(([path, edges]) =>
    edges.flatMap((edge) => {
      const line = `${path} imports ${edge.to}`;
      const rule = ALLOWED.has(line) ? undefined : verdict(path, edge);
      return rule === undefined ? [] : [`${line}: ${rule}`];
    }),
  );
  return [...found, ...sharedSdks(graph)];
}

/** A package that two providers import, unless it is for all of them. */
function sharedSdks(graph: Graph): readonly string[] {
  const users = new Map<string, Set<string>>();
  for (const [path, edges] of graph)
    for (const { to } of edges) {
      const own = providerOf(path);
      const name = packageOf(to);
      if (own === undefined || isFile(to) || to.startsWith("node:") || to === "(computed)") continue;
      if (!COMMON.includes(name)) users.set(name, (users.get(name) ?? new Set()).add(own));
    }
  return [...users]
    .filter(([, by]) => by.size > 1)
    .map(([name, by]) => `${name} is imported by ${[...by].join(" and ")}: a provider has its own packages`);
}
