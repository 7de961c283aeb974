import { EXIT, SlbctlError } from "../core/error.ts";
import { canonicalAddress, isAddress } from "../core/net.ts";
import { type Observation, observed } from "../core/observation.ts";
import { fold, idsOf, knownValue, type Topology } from "../core/topology.ts";
import type { OptionDefinition, Options } from "./command.ts";

export const NAME_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--host <name=ip>",
    text: { en: "the address that a name leads to; repeatable", zh: "某个名称所指向的地址；可重复" },
    repeatable: true,
  },
  {
    flags: "--resolve",
    text: {
      en: "ask this machine's DNS for names that clients dial; without it, no name is looked up",
      zh: "通过本机 DNS 解析客户端访问的名称；不加则不解析任何名称",
    },
  },
];

/** One label or several, as they stand in hosts files; an underscore does no harm. */
const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*\.?$/i;

function hostOf(value: string): Observation {
  const [name = "", address = "", ...more] = value.split("=").map((part) => part.trim());
  const canonical = canonicalAddress(address);
  if (!NAME.test(name) || isAddress(name) || canonical === undefined || more.length > 0)
    throw new SlbctlError(
      "usage",
      EXIT.usage,
      {
        en: `--host ${value}: expected NAME=ADDRESS, a host name and one IP address`,
        zh: `--host ${value}：应为 NAME=ADDRESS，即一个主机名和一个 IP 地址`,
      },
      {
        hint: {
          en: "example: --host api.example.com=10.0.0.100",
          zh: "示例：--host api.example.com=10.0.0.100",
        },
      },
    );
  const id = name.toLowerCase().replace(/\.$/, "");
  return observed("name", id, "addresses", [canonical], { kind: "assumed", source: `--host ${value}` });
}

/** Names that clients are configured to dial and of which no address is known. */
function namesAsked(topology: Topology): readonly string[] {
  const endpoint = knownValue(topology, "cluster", "cluster", "controlPlaneEndpoint");
  const dials = idsOf(topology, "client").flatMap(
    (client) => knownValue(topology, "client", client, "dials") ?? [],
  );
  const hosts = [...(endpoint === undefined ? [] : [endpoint]), ...dials].map(({ host }) =>
    host.toLowerCase(),
  );
  return [...new Set(hosts)]
    .filter((host) => NAME.test(host) && !isAddress(host))
    .filter((host) => knownValue(topology, "name", host, "addresses") === undefined)
    .sort();
}

/** The evidence with names told by hand or, where that was asked for, by DNS. */
export async function withNames(
  observations: readonly Observation[],
  options: Options,
): Promise<readonly Observation[]> {
  const all = [...observations, ...((options["host"] as string[] | undefined) ?? []).map(hostOf)];
  if (options["resolve"] !== true) return all;
  const { resolveNames } = await import("../collect/resolve-names.ts");
  return [...all, ...(await resolveNames(namesAsked(fold(all))))];
}
