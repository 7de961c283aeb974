import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runCli, temporaryFolder } from "../cli/run-cli.ts";
import { missing, programPath } from "../skip.ts";
import { type Page, withPage } from "./chromium.ts";

/** A phone that is narrow today. */
const WIDTH_PX = 360;

interface Seen {
  readonly text: number | undefined;
  readonly shape: number | undefined;
  readonly what: string;
}

/**
 * Contrast as WCAG 2.2 defines it, of what is drawn as failing: text against the box or card behind it, shapes against the
 * card. From colours as the browser computed them.
 */
const FAILING = `(() => {
  const rgb = (text) => { const [, ...c] = /^rgba?\\((\\d+), (\\d+), (\\d+)(?:, ([\\d.]+))?\\)$/.exec(text) ?? []; return c; };
  const luminance = ([r, g, b]) => [r, g, b].map(Number).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [x, y] = [luminance(rgb(a)), luminance(rgb(b))].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05); };
  const behind = (element) => { for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor; const c = rgb(colour);
    if (c.length > 0 && c[3] !== "0") return colour; } return "rgb(255, 255, 255)"; };
  const shown = (element) => { const box = element.getBoundingClientRect(); const style = getComputedStyle(element);
    return box.width + box.height > 0 && style.visibility === "visible" && style.display !== "none" && style.opacity === "1"; };
  const all = [...document.querySelectorAll("figure svg .bad, figure svg .bad *")].filter((e) => e.tagName !== "g");
  return all.filter(shown).map((element) => {
    const style = getComputedStyle(element);
    const card = behind(element.closest("figure"));
    if (element.tagName === "text") {
      const rect = element.parentElement.querySelector("rect");
      const ground = rect && element.parentElement.tagName === "g" ? getComputedStyle(rect).fill : card;
      return { what: element.textContent, text: contrast(style.fill, ground) };
    }
    return { what: element.tagName, shape: contrast(style.stroke, card) };
  });
})()`;

/** Against the width that was set: a phone widens `innerWidth` to what overflows. */
const OVERFLOW = `[document.documentElement.scrollWidth, document.body.scrollWidth].map((w) => w - ${WIDTH_PX})`;

async function openAt(page: Page, file: string): Promise<void> {
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await page.call(`${domain}.enable`);
  const size = { width: WIDTH_PX, height: 800, deviceScaleFactor: 1, mobile: true };
  await page.call("Emulation.setDeviceMetricsOverride", size);
  await page.call("Page.navigate", { url: pathToFileURL(file).href });
  await page.once("Page.loadEventFired");
}

const scheme = (page: Page, value: "light" | "dark") =>
  page.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });

interface Judged {
  readonly complaints: readonly string[];
  /** Shapes and texts that are drawn as failing. */
  readonly failing: number;
  readonly grounds: ReadonlySet<string>;
}

/** Everything that is wrong with a page as the browser shows it, in both colour schemes. */
const judge = (chromium: string, file: string): Promise<Judged> =>
  withPage(chromium, async (page) => {
    await openAt(page, file);
    const complaints: string[] = [];
    const grounds = new Set<string>();
    let failing = 0;
    for (const value of ["light", "dark"] as const) {
      await scheme(page, value);
      for (const px of await page.evaluate<number[]>(OVERFLOW))
        if (px > 0) complaints.push(`overflow: ${px} px`);
      const seen = await page.evaluate<Seen[]>(FAILING);
      failing += seen.length;
      for (const { what, text, shape } of seen) {
        if (text !== undefined && !(text >= 4.5)) complaints.push(`text, ${value}: ${what} has ${text}:1`);
        if (text === undefined && !((shape ?? 0) >= 3))
          complaints.push(`shape, ${value}: ${what} has ${shape}:1`);
      }
      grounds.add(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor"));
    }
    for (const event of ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"])
      for (const told of page.told(event)) complaints.push(`console: ${JSON.stringify(told)}`);
    // The file itself, and its icon that is written out as data: nothing else is asked for.
    for (const { request } of page.told("Network.requestWillBeSent")) {
      const { url } = request as { url: string };
      if (!url.startsWith("data:") && url !== pathToFileURL(file).href) complaints.push(`request: ${url}`);
    }
    return { complaints, failing, grounds };
  });

async function report(language: string, example: string): Promise<string> {
  const folder = await temporaryFolder((undo) => onTestFinished(undo));
  const file = join(folder, "report.html");
  await runCli(["doctor", "--from", example, "--lang", language, "-o", `html=${file}`]);
  return file;
}

test.for([
  ["en", "examples/clb-self-built", true],
  ["zh-CN", "examples/clb-self-built", true],
  ["en", "examples/clean", false],
] as const)("a real browser shows the report, %s of %s", async ([language, example, fails], context) => {
  const chromium = programPath("chromium");
  if (chromium === undefined) return context.skip(missing("chromium"));
  const { complaints, failing, grounds } = await judge(chromium, await report(language, example));
  expect(complaints).toEqual([]);
  expect(failing > 0).toBe(fails);
  expect(grounds.size).toBe(2);
});

test("what is planted is seen: pale failures, a wide line, errors of the console, requests", async (context) => {
  const chromium = programPath("chromium");
  if (chromium === undefined) return context.skip(missing("chromium"));
  const file = await report("en", "examples/clb-self-built");
  const page = await readFile(file, "utf8");
  const planted =
    '<style>.bad,.bad *{stroke:#eee!important;fill:#eee!important}</style><p style="width:900px">wide</p>' +
    '<img src="nowhere.png" alt=""><script>console.error("planted");throw new Error("planted")</script></body>';
  await writeFile(file, page.replace("</body>", planted));
  const { complaints } = await judge(chromium, file);
  for (const kind of ["text, light", "shape, light", "overflow", "console", "request"])
    expect(
      complaints.filter((complaint) => complaint.startsWith(kind)),
      kind,
    ).not.toEqual([]);
});
