import { setTimeout as delay } from "node:timers/promises";
import { interrupted } from "../core/error.ts";

/** Waits so many milliseconds; an interrupt ends the wait at once. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    throw interrupted();
  }
}
