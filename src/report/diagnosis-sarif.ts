import type { Finding, Severity } from "../core/finding.ts";
import type { Suppression } from "../core/suppression.ts";
import { evidencePlaces, type Place } from "./evidence-places.ts";
import { fingerprint, subjectOf } from "./fingerprint.ts";
import { helpUri, type Report } from "./report.ts";
import { suppressionNotes } from "./suppressions.ts";

// SARIF 2.1.0, OASIS: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const LEVEL: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

const uriOf = (file: string): string => {
  const path = file.split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? `file://${path}` : path;
};

const physical = ({ file, line, column }: Place): object => ({
  artifactLocation: { uri: uriOf(file) },
  ...(line === undefined
    ? {}
    : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
});

function locations(finding: Finding): readonly object[] {
  const logicalLocations = [
    { fullyQualifiedName: subjectOf(finding), kind: finding.client?.kind ?? "resource" },
  ];
  const [first, ...others] = evidencePlaces(finding);
  if (first === undefined) return [{ logicalLocations }];
  return [
    { physicalLocation: physical(first), logicalLocations },
    ...others.map((place) => ({ physicalLocation: physical(place) })),
  ];
}

function result(finding: Finding, rules: Report["rules"], suppression: Suppression | undefined): object {
  const { code, severity, message, counterfactual, failure, confidence } = finding;
  // GitHub does not show helpUri of a result: the link stands in the message.
  const uri = helpUri(finding.cites);
  const link = uri === undefined ? "" : ` [${code}](${uri})`;
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: LEVEL[severity],
    message: { text: `${linkless(message.en)} ${linkless(counterfactual.en)}${link}` },
    locations: locations(finding),
    partialFingerprints: { "slbctl/v1": fingerprint(finding) },
    properties: { confidence, failure },
    // An empty list says: suppressions were looked at, and none holds (SARIF 2.1.0, 3.27.23).
    suppressions:
      suppression === undefined
        ? []
        : [
            {
              kind: "external",
              status: "accepted",
              justification: `${suppression.reason} (until ${suppression.until})`,
            },
          ],
  };
}

/** Brackets of names must not be read as embedded links (SARIF 2.1.0, 3.11.6). */
const linkless = (text: string): string => text.replace(/[\\[\]]/g, (character) => `\\${character}`);

function ruleDescriptor(rule: Report["rules"][number], page: string | undefined): object {
  const { code, slug, title, severity, category, cites } = rule;
  const uri = helpUri(cites);
  return {
    id: code,
    name: slug,
    shortDescription: { text: title.en },
    ...(uri === undefined ? {} : { helpUri: uri }),
    help: { text: `slbctl explain ${code}`, markdown: page ?? `\`slbctl explain ${code}\`` },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: [category] },
  };
}

/** SARIF 2.1.0, always English: every rule is declared, every finding has a fingerprint that stays. */
export function render(report: Report): string {
  const { diagnosis, suppressed, version, pages } = report;
  const rules = [...report.rules].sort((a, b) => (a.code < b.code ? -1 : 1));
  const notifications = [
    ...diagnosis.inconclusive.map(({ code, subject, missing }) => ({
      level: "note",
      associatedRule: { id: code },
      message: {
        text: linkless(
          `could not tell ${code} for ${subject}: ${missing.map(({ fact, reason }) => `${fact}: ${reason.en}`).join("; ")}`,
        ),
      },
    })),
    ...suppressionNotes(suppressed).map(({ en }) => ({ level: "warning", message: { text: linkless(en) } })),
  ];
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "slbctl",
            semanticVersion: version,
            rules: rules.map((rule) => ruleDescriptor(rule, pages.get(rule.slug))),
          },
        },
        columnKind: "unicodeCodePoints",
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results: diagnosis.findings.map((finding) => result(finding, rules, suppressed.by.get(finding))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
