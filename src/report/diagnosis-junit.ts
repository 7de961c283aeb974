import { evidencePlaces } from "./evidence-places.ts";
import { fingerprint, subjectOf } from "./fingerprint.ts";
import { activeFindings, type Report } from "./report.ts";
import { suppressionNotes } from "./suppressions.ts";
import { xmlText } from "./xml-text.ts";

interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly content: string;
  readonly outcome: "failure" | "skipped" | "passed";
}

const element = (name: string, attributes: Readonly<Record<string, string>>, text: string): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${xmlText(value)}"`)
    .join("")}>${xmlText(text)}</${name}>`;

/** Each judgement is a test: findings fail, what could not be told or is suppressed is skipped. */
function testCases(report: Report): readonly TestCase[] {
  const { diagnosis, suppressed } = report;
  const failed = activeFindings(report).map((finding): TestCase => {
    const { code, severity, title, message, counterfactual } = finding;
    const places = evidencePlaces(finding).map(({ file, line }) => `${file}${line ? `:${line}` : ""}`);
    const text = [message.en, counterfactual.en, ...places, `slbctl explain ${code}`].join("\n");
    const name = `${subjectOf(finding)} [${fingerprint(finding)}]`;
    const content = element("failure", { message: title.en, type: severity }, text);
    return { suite: code, name, content, outcome: "failure" };
  });
  const quiet = [...suppressed.by].map(
    ([finding, { reason, until }]): TestCase => ({
      suite: finding.code,
      name: `${subjectOf(finding)} [${fingerprint(finding)}]`,
      content: element("skipped", { message: `suppressed until ${until}: ${reason}` }, ""),
      outcome: "skipped",
    }),
  );
  const open = diagnosis.inconclusive.map(
    ({ code, subject, missing }): TestCase => ({
      suite: code,
      name: subject,
      content: element(
        "skipped",
        {
          message: `could not be told: ${missing.map(({ fact, reason }) => `${fact}: ${reason.en}`).join("; ")}`,
        },
        "",
      ),
      outcome: "skipped",
    }),
  );
  const passed = diagnosis.passed.map(
    ({ code, subject }): TestCase => ({ suite: code, name: subject, content: "", outcome: "passed" }),
  );
  return [...failed, ...quiet, ...open, ...passed];
}

const totals = (cases: readonly TestCase[]): string => {
  const of = (outcome: TestCase["outcome"]) => cases.filter((each) => each.outcome === outcome).length;
  return `tests="${cases.length}" failures="${of("failure")}" errors="0" skipped="${of("skipped")}" time="0"`;
};

/** JUnit XML, always English; a suite for each code. */
export function render(report: Report): string {
  const cases = testCases(report);
  const codes = [...new Set(cases.map(({ suite }) => suite))].sort();
  const suites = codes.flatMap((code) => {
    const own = cases.filter(({ suite }) => suite === code);
    return [
      `  <testsuite name="${code}" ${totals(own)}>`,
      ...own.map(
        ({ name, content }) =>
          `    <testcase classname="slbctl.doctor.${code}" name="${xmlText(name)}" time="0">${content}</testcase>`,
      ),
      ...(code === codes[0] ? notes(report) : []),
      "  </testsuite>",
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="slbctl doctor" ${totals(cases).replace(/ skipped="\d+"/, "")}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function notes({ suppressed }: Report): readonly string[] {
  const lines = suppressionNotes(suppressed).map(({ en }) => en);
  return lines.length === 0 ? [] : [`    <system-err>${xmlText(lines.join("\n"))}</system-err>`];
}
