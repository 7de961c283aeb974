import type { World } from "../../../src/emulator/types.ts";

/** Regions that DescribeRegions names (public regions, 2026-11), by id with the name that a reader knows. */
const REGIONS: Readonly<Record<string, string>> = {
  "cn-qingdao": "China (Qingdao)",
  "cn-beijing": "China (Beijing)",
  "cn-zhangjiakou": "China (Zhangjiakou)",
  "cn-huhehaote": "China (Hohhot)",
  "cn-wulanchabu": "China (Ulanqab)",
  "cn-hangzhou": "China (Hangzhou)",
  "cn-shanghai": "China (Shanghai)",
  "cn-shenzhen": "China (Shenzhen)",
  "cn-heyuan": "China (Heyuan)",
  "cn-guangzhou": "China (Guangzhou)",
  "cn-chengdu": "China (Chengdu)",
  "cn-hongkong": "China (Hong Kong)",
  "ap-northeast-1": "Japan (Tokyo)",
  "ap-northeast-2": "South Korea (Seoul)",
  "ap-southeast-1": "Singapore",
  "ap-southeast-3": "Malaysia (Kuala Lumpur)",
  "ap-southeast-5": "Indonesia (Jakarta)",
  "ap-southeast-6": "Philippines (Manila)",
  "ap-southeast-7": "Thailand (Bangkok)",
  "us-east-1": "US (Virginia)",
  "us-west-1": "US (Silicon Valley)",
  "na-south-1": "Mexico",
  "eu-west-1": "UK (London)",
  "eu-central-1": "Germany (Frankfurt)",
  "me-east-1": "UAE (Dubai)",
  "me-central-1": "SAU (Riyadh)",
  "cn-hangzhou-finance": "China East 1 Finance",
  "cn-shanghai-finance-1": "China East 2 Finance",
  "cn-shenzhen-finance-1": "China South 1 Finance",
  "cn-beijing-finance-1": "China North 2 Finance",
  "cn-north-2-gov-1": "China North 2 Ali Gov 1",
};

/** Zones of a region, as far as the world has any: those of its subnets and instances. */
export const zonesOf = (world: World, region: string): readonly string[] =>
  [...new Set([...world.subnets, ...world.instances].map(({ zone }) => zone))]
    .filter((zone) => zone.startsWith(region) && /^-?[a-z]$/.test(zone.slice(region.length)))
    .sort();

/** A region is known by name, or because the world has zones in it. */
export const isRegion = (world: World, region: string): boolean =>
  Object.hasOwn(REGIONS, region) || zonesOf(world, region).length > 0;

export const namedRegions = Object.entries(REGIONS).map(([id, name]) => ({ id, name }));

/** Pairs of master and slave zone: any two, or twice the only one. */
export const slavesOf = (zones: readonly string[], master: string): readonly string[] =>
  zones.length === 1 ? zones : zones.filter((zone) => zone !== master);
