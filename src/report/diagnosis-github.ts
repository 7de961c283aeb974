import type { Severity } from "../core/finding.ts";
import { evidencePlaces } from "./evidence-places.ts";
import { subjectOf } from "./fingerprint.ts";
import { activeFindings, type Report } from "./report.ts";
import { suppressionNotes } from "./suppressions.ts";

// Workflow commands of GitHub Actions: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
// and the escapes of actions/toolkit:packages/core/src/command.ts (2026-11-23).
const COMMAND: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function command(name: string, properties: Readonly<Record<string, string | undefined>>, text: string) {
  const listed = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${property(value)}`],
  );
  return `::${name} ${listed.join(",")}::${data(text)}`;
}

/** Annotations for GitHub Actions, always English; a suppressed finding makes none. */
export function render(report: Report): string {
  const lines = activeFindings(report).map((finding) => {
    const [place] = evidencePlaces(finding);
    const text = `${finding.message.en}\n${finding.counterfactual.en}\nsubject: ${subjectOf(finding)}\nslbctl explain ${finding.code}`;
    const where = { file: place?.file, line: place?.line?.toString(), col: place?.column?.toString() };
    return command(
      COMMAND[finding.severity],
      { ...where, title: `${finding.code}: ${finding.title.en}` },
      text,
    );
  });
  const open = report.diagnosis.inconclusive.length;
  const notes = suppressionNotes(report.suppressed).map(({ en }) =>
    command("warning", { title: "slbctl suppression" }, en),
  );
  const undecided =
    open === 0 ? [] : [command("notice", { title: "slbctl doctor" }, `${open} could not be told`)];
  return [...lines, ...notes, ...undecided].map((line) => `${line}\n`).join("");
}
