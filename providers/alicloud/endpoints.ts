/**
 * Where the SLB API is reached (endpoint rule of `@alicloud/slb20140515` 2.0, read 2026-11). Regions of the first
 * days share the central endpoint, which is why every request names its RegionId.
 */
const CENTRAL = "slb.aliyuncs.com";

const CENTRAL_REGIONS: readonly string[] = [
  "cn-qingdao",
  "cn-beijing",
  "cn-hangzhou",
  "cn-shanghai",
  "cn-shenzhen",
  "cn-hongkong",
  "ap-southeast-1",
  "us-east-1",
  "us-west-1",
  "cn-shanghai-finance-1",
  "cn-shenzhen-finance-1",
  "cn-north-2-gov-1",
  "cn-edge-1",
  "cn-fujian",
  "cn-wuhan",
];

const ODD: Readonly<Record<string, string>> = {
  "cn-huhehaote-nebula-1": "slb-api.cn-qingdao-nebula.aliyuncs.com",
};

export interface Endpoint {
  readonly protocol: "http" | "https";
  /** Host with port, if it has one of its own. */
  readonly host: string;
}

/** `http://127.0.0.1:4010`, `slb.example.com` or `slb.example.com:8443` as given by the user; https unless it says http. */
export function givenEndpoint(text: string): Endpoint | undefined {
  const url = parsed(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (url === undefined || url.host === "" || url.pathname !== "/") return undefined;
  // Secrets have no place in an address that appears in messages.
  if (url.username !== "" || url.password !== "") return undefined;
  return { protocol: url.protocol === "http:" ? "http" : "https", host: url.host };
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/**
 * The region's endpoint. The VPC network is looked at first: the SDK consults its map before the network, so that there
 * asking for the VPC endpoint has no effect in the central regions.
 */
export function regionEndpoint(region: string, network: "public" | "vpc"): Endpoint {
  if (network === "vpc") return { protocol: "https", host: `slb-vpc.${region}.aliyuncs.com` };
  const host = ODD[region] ?? (CENTRAL_REGIONS.includes(region) ? CENTRAL : `slb.${region}.aliyuncs.com`);
  return { protocol: "https", host };
}
