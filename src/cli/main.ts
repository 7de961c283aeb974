import { EXIT, SlbctlError } from "../core/error.ts";
import type { Language } from "../core/text.ts";
import { chooseLanguage } from "../i18n/language.ts";
import { globalHelp, parseCommandLine } from "./command-line.ts";
import { COMMANDS } from "./command-list.ts";
import { asUserError, reportFailure } from "./failure.ts";
import { withInterrupts } from "./interrupts.ts";
import { type Io, write } from "./io.ts";
import { parseOutputs } from "./output.ts";
import { VERSION } from "./version.ts";

/** Value of `--lang` wherever it stands, so that even a usage error is told in the right language. */
function languageFlag(argv: readonly string[]): string | undefined {
  const at = argv.indexOf("--lang");
  return at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
}

/** Global options whose next word is their value, so that it is not taken for the command. */
const TAKES_VALUE: ReadonlySet<string> = new Set(["--lang", "-o", "--output", "--state-dir"]);

const wantsColor = (io: Io, flag: boolean): boolean =>
  flag && io.stdout.isTTY === true && (io.env["NO_COLOR"] ?? "") === "" && io.env["TERM"] !== "dumb";

async function run(argv: readonly string[], io: Io, language: Language): Promise<number> {
  const [first] = argv;
  if (first === "--version" || first === "-V") {
    await write(io.stdout, `${VERSION}\n`);
    return EXIT.fine;
  }
  const name = argv.find((word, index) => !word.startsWith("-") && !TAKES_VALUE.has(argv[index - 1] ?? ""));
  const entry = COMMANDS.find((command) => command.name === name);
  const isHelp = name === undefined || name === "help";
  if (entry === undefined && isHelp) {
    const asked = COMMANDS.find(
      (command) => command.name === argv[argv.indexOf("help") + 1] && name === "help",
    );
    if (asked !== undefined) return run([asked.name, "--help"], io, language);
    const meant =
      argv.length === 0 || name === "help" || argv.some((word) => word === "--help" || word === "-h");
    await write(meant && argv.length > 0 ? io.stdout : io.stderr, await globalHelp(language));
    return meant && argv.length > 0 ? EXIT.fine : EXIT.usage;
  }
  const parsed = await parseCommandLine(entry, argv, name ?? "", language);
  if ("help" in parsed) {
    await write(io.stdout, parsed.help);
    return EXIT.fine;
  }
  const { command, args, options } = parsed;
  return withInterrupts(io, language, command.runsUntilInterrupted === true, (signal) =>
    command.run(
      {
        io,
        language,
        signal,
        outputs: parseOutputs((options["output"] as string[] | undefined) ?? [], command.formats),
        verbosity: options["quiet"] === true ? -1 : options["verbose"] === true ? 1 : 0,
        color: wantsColor(io, options["color"] !== false),
        emulate: options["emulate"] === true,
        commands: COMMANDS,
        stateDir: options["stateDir"] as string | undefined,
      },
      args,
      options,
    ),
  );
}

/** The whole program: command line in, exit status out. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const flag = languageFlag(argv);
  const language = chooseLanguage(flag, io.env);
  try {
    return await run(argv, io, language);
  } catch (thrown) {
    const error = asUserError(thrown);
    const isVerbose = argv.includes("-v") || argv.includes("--verbose");
    await reportFailure(io, language, error, isVerbose).catch(() => undefined);
    return error instanceof SlbctlError ? error.exit : EXIT.defect;
  }
}
