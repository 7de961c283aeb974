import type { Command } from "../command.ts";
export const command: Command = { options: [], examples: [], formats: ["text"], run: async () => 0 };
