import { lookup } from "node:dns/promises";
import { canonicalAddress } from "../core/net.ts";
import { type Observation, observed, unreadable } from "../core/observation.ts";

/** Addresses of a name; throws where the resolver knows none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

const byThisMachine: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/** A resolver that does not answer shall not hold up a diagnosis; glibc alone would try for 10 s and more. */
const PATIENCE_MS = 3000;

/** More names than clients of one cluster dial; a hostile dump shall not make us ask for thousands. */
const MOST_NAMES = 50;

async function inTime(resolve: Resolve, name: string, patienceMs: number): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), patienceMs);
  });
  try {
    return await Promise.race([resolve(name), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What this machine's resolver says of names; a machine elsewhere may be told otherwise, so the origin says who asked. */
export async function resolveNames(
  names: readonly string[],
  resolve: Resolve = byThisMachine,
  patienceMs = PATIENCE_MS,
): Promise<readonly Observation[]> {
  const origin = { kind: "observed", source: "DNS, as this machine sees it" } as const;
  return Promise.all(
    names.slice(0, MOST_NAMES).map(async (name) => {
      try {
        const found = await inTime(resolve, name, patienceMs);
        const addresses = [...new Set(found.map((each) => canonicalAddress(each) ?? each))].sort();
        return observed("name", name, "addresses", addresses, origin);
      } catch {
        const reason = { en: "this machine's resolver does not know it", zh: "本机的解析器不认识该名称" };
        return unreadable("name", name, "addresses", reason, origin, `--host ${name}=ADDRESS`);
      }
    }),
  );
}
