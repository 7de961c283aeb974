import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { providers } from "../../providers/index.gen.ts";
import { worldOfSpec } from "../../src/cli/emulated-world.ts";
import { emulatorModule } from "../../src/cli/emulation.ts";
import { parseFaults } from "../../src/emulator/faults.ts";
import { startEmulators } from "../../src/emulator/start.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { ROOT } from "./run-cli.ts";

export type Cloud = "alicloud" | "aws";

export const SPEC: Readonly<Record<Cloud, string>> = {
  alicloud: join(ROOT, "examples/alicloud/spec.yaml"),
  aws: join(ROOT, "examples/aws/spec.yaml"),
};

export interface EmulatedCloud {
  readonly endpoint: string;
  /** Region and credentials that it accepts. */
  readonly env: Readonly<Record<string, string>>;
}

export interface CloudOptions {
  readonly cloud: Cloud;
  readonly stateDir: string;
  /** Masters that the cloud does not know. */
  readonly without?: readonly string[];
  readonly faults?: readonly string[];
  /** Real listeners and checks: then `--emulate` attaches to it. Every port of a master leads to a closed one here. */
  readonly dataPlane?: boolean;
}

/** An emulated cloud in this process, in which what the example spec names exists. */
export async function emulatedCloud(
  options: CloudOptions,
  atEnd: (undo: () => Promise<void>) => void,
): Promise<EmulatedCloud> {
  const { cloud, stateDir, without = [], faults = [], dataPlane = false } = options;
  const entry = providers.find(({ id }) => id === cloud);
  if (entry === undefined) throw new Error(`no provider ${cloud}`);
  const { emulator, access } = await emulatorModule(entry);
  const located = await parseSpec(await readFile(SPEC[cloud], "utf8"), SPEC[cloud]);
  if (!located.ok) throw new Error("the example does not parse");
  const world = worldOfSpec(located.value.spec);
  const closed = "127.0.0.1:1";
  const running = await startEmulators({
    emulators: [emulator],
    stateDir,
    world: {
      ...world,
      instances: world.instances
        .filter(({ name }) => !without.includes(name ?? ""))
        .map((instance) => ({ ...instance, ports: { "6443": closed, "6440": closed } })),
    },
    dataPlane,
    faults: faults.flatMap(parseFaults),
  });
  atEnd(running.stop);
  const env = Object.fromEntries(
    Object.entries(access.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return { endpoint: running.endpoints[cloud] ?? "", env };
}
