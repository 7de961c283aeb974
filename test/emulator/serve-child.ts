// Serves an emulator with one operation from a state folder, until it is killed: `serve-child.ts FOLDER`.
import { startEmulators } from "../../src/emulator/start.ts";
import type { CloudEmulator } from "../../src/emulator/types.ts";

const counting: CloudEmulator<{ count: number }> = {
  id: "counting",
  stateVersion: 1,
  initial: () => ({ count: 0 }),
  handle(_request, { state }) {
    state.count++;
    const response = { status: 200, headers: {}, body: String(state.count) };
    return { response, action: "Count", write: true };
  },
  dataPlane: () => [],
  probed: () => undefined,
  isHealthy: () => true,
  errorResponse: () => ({ status: 500, headers: {}, body: "" }),
};

const kit = await startEmulators({
  emulators: [counting],
  stateDir: process.argv[2] ?? "",
  world: { instances: [], subnets: [], securityGroups: [] },
  dataPlane: true,
});
process.stdout.write(`${JSON.stringify(kit.endpoints)}\n`);
