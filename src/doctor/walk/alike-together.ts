import { knownValue, type Topology } from "../../core/topology.ts";
import { nodeOf } from "../join-backends.ts";
import type { Choice } from "./choose-backends.ts";

type Chosen = Choice["backends"][number];

/** A backend that is walked to, with how many others it stands for. */
export interface Walked extends Chosen {
  readonly alike?: number;
}

/** From here on backends are walked to by kind: nodes times backends would be millions of equal walks. */
const MANY = 32;

interface Kind {
  readonly members: readonly Chosen[];
  readonly share: number;
}

interface Sorted {
  readonly byNode: ReadonlyMap<string, readonly Chosen[]>;
  readonly kinds: ReadonlyMap<string, Kind>;
}

const sorted = new WeakMap<Topology, WeakMap<Choice["backends"], Sorted>>();

/** What a walk from elsewhere can tell two backends by: whether a node is known, and its subnet. */
const kindOf = (topology: Topology, node: string | undefined): string =>
  JSON.stringify([node !== undefined, (node && knownValue(topology, "node", node, "subnet")) ?? null]);

function sort(topology: Topology, backends: Choice["backends"]): Sorted {
  const byNode = new Map<string, Chosen[]>();
  const kinds = new Map<string, Chosen[]>();
  const put = (map: Map<string, Chosen[]>, key: string, chosen: Chosen) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [chosen]);
    else known.push(chosen);
  };
  for (const chosen of backends) {
    const node = nodeOf(topology, chosen.backend);
    if (node !== undefined) put(byNode, node, chosen);
    put(kinds, kindOf(topology, node), chosen);
  }
  const shared = [...kinds].map(([kind, members]) => {
    const share = members.reduce((sum, each) => sum + each.share, 0);
    return [kind, { members, share }] as const;
  });
  return { byNode, kinds: new Map(shared) };
}

function sortedOnce(topology: Topology, backends: Choice["backends"]): Sorted {
  const known = sorted.get(topology) ?? new WeakMap<Choice["backends"], Sorted>();
  sorted.set(topology, known);
  const found = known.get(backends) ?? sort(topology, backends);
  known.set(backends, found);
  return found;
}

/** The client's own node each time, of the others one for each kind; all of them where they are few. */
export function alikeTogether(
  topology: Topology,
  backends: Choice["backends"],
  clientNode: string,
): readonly Walked[] {
  if (backends.length <= MANY) return backends;
  const { byNode, kinds } = sortedOnce(topology, backends);
  const own = byNode.get(clientNode) ?? [];
  const ownShare = own.reduce((sum, { share }) => sum + share, 0);
  const ownKind = kindOf(topology, clientNode);
  const rest = [...kinds].flatMap(([kind, { members, share }]): readonly Walked[] => {
    const other = members.find((each) => !own.includes(each));
    if (other === undefined) return [];
    const isOwn = own.length > 0 && kind === ownKind;
    return [
      {
        ...other,
        share: isOwn ? Math.max(0, share - ownShare) : share,
        alike: members.length - (isOwn ? own.length : 0),
      },
    ];
  });
  return [...own, ...rest];
}
