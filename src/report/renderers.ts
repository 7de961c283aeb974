import type { Renderer } from "./report.ts";

/** Formats of a diagnosis; each is one file, loaded only when it is asked for. The first is the default. */
const RENDERERS: Readonly<Record<string, () => Promise<{ readonly render: Renderer }>>> = {
  text: () => import("./diagnosis-text.ts"),
  json: () => import("./diagnosis-json.ts"),
  sarif: () => import("./diagnosis-sarif.ts"),
  junit: () => import("./diagnosis-junit.ts"),
  markdown: () => import("./diagnosis-markdown.ts"),
  github: () => import("./diagnosis-github.ts"),
  html: () => import("./diagnosis-html.ts"),
};

export const FORMATS: readonly string[] = Object.keys(RENDERERS);

/** Renderers of the formats that are wanted. */
export async function loadRenderers(formats: readonly string[]): Promise<ReadonlyMap<string, Renderer>> {
  const loaded = formats.flatMap((format) => {
    const load = RENDERERS[format];
    return load === undefined ? [] : [load().then(({ render }) => [format, render] as const)];
  });
  return new Map(await Promise.all(loaded));
}
