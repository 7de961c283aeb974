import type { Servers } from "./read-servers.ts";

export interface ServerChanges {
  readonly add: Servers;
  readonly set: Servers;
  readonly remove: Servers;
}

const pick = (servers: Servers, keep: (key: string) => boolean): Servers =>
  Object.fromEntries(Object.entries(servers).filter(([key]) => keep(key)));

/** What has to happen so that the group holds exactly `wished`. A wish without description accepts any. */
export function serverChanges(wished: Servers, found: Servers): ServerChanges {
  const differs = (key: string): boolean => {
    const [to, from] = [wished[key], found[key]];
    return (
      to !== undefined &&
      from !== undefined &&
      (to.weight !== from.weight || (to.description !== undefined && to.description !== from.description))
    );
  };
  return {
    add: pick(wished, (key) => !(key in found)),
    set: pick(wished, differs),
    remove: pick(found, (key) => !(key in wished)),
  };
}
