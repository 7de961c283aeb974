import { createHmac, randomUUID } from "node:crypto";
import { descriptor } from "../../providers/alicloud/descriptor.ts";
import { driver } from "../../providers/alicloud/driver.ts";
import { access, emulator } from "../../providers/alicloud/emulator/index.ts";
import type { Driver } from "../../src/core/provider.ts";
import type { SpecInput } from "../../src/core/spec.ts";
import type { CloudEmulator, World } from "../../src/emulator/types.ts";
import type { Subject } from "./subject.ts";

const instance = (id: string, address: string) => ({
  id,
  vpcId: "vpc-1",
  subnetId: "vsw-1",
  zone: "cn-hangzhou-h",
  addresses: [address],
  state: "running" as const,
  ports: {},
});
const world: World = {
  instances: [instance("i-m1", "10.0.0.11"), instance("i-m2", "10.0.0.12"), instance("i-m3", "10.0.0.13")],
  subnets: [{ id: "vsw-1", vpcId: "vpc-1", zone: "cn-hangzhou-h", cidr: "10.0.0.0/24" }],
  securityGroups: [],
};
const spec: SpecInput = {
  apiVersion: "slbctl/v1",
  kind: "LoadBalancer",
  name: "api",
  provider: "alicloud",
  region: "cn-hangzhou",
  vpcId: "vpc-1",
  subnets: [{ id: "vsw-1" }],
  masters: [
    { name: "m1", address: "10.0.0.11", instanceId: "i-m1" },
    { name: "m2", address: "10.0.0.12", instanceId: "i-m2" },
    { name: "m3", address: "10.0.0.13", instanceId: "i-m3" },
  ],
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** One call with the classic RPC signature (HMAC-SHA1), made without any code of the adapter. */
async function classicCall(endpoint: string, action: string, query: Record<string, string>) {
  const all: Record<string, string> = {
    ...query,
    Action: action,
    Version: "2014-05-15",
    Format: "JSON",
    AccessKeyId: "emulator",
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: randomUUID(),
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  };
  const sorted = Object.keys(all).sort();
  const canonical = sorted.map((key) => `${encode(key)}=${encode(all[key] ?? "")}`).join("&");
  const signature = createHmac("sha1", "emulator&")
    .update(`GET&%2F&${encode(canonical)}`)
    .digest("base64");
  const response = await fetch(`${endpoint}/?${canonical}&Signature=${encode(signature)}`);
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

interface State {
  readonly loadBalancers: readonly { readonly id: string }[];
  readonly serverGroups: readonly { readonly id: string }[];
  readonly accessLists: readonly { readonly id: string }[];
}

export const alicloudSubject: Subject = {
  id: "alicloud",
  descriptor,
  driver: driver as Driver,
  emulator: emulator as CloudEmulator<unknown>,
  env: access.env,
  region: access.region,
  world,
  spec,
  changed: {
    ...spec,
    masters: spec.masters.slice(0, 2),
    healthCheck: { intervalSeconds: 7 },
    tags: { team: "platform" },
  },
  budget: { reads: 1, writes: 4 },
  makeForeign: (cloud, name) =>
    cloud.serve([], async (kit) => {
      const answer = await classicCall(kit.endpoints["alicloud"] ?? "", "CreateLoadBalancer", {
        RegionId: access.region,
        LoadBalancerName: name,
        AddressType: "intranet",
        VSwitchId: "vsw-1",
        InstanceChargeType: "PayByCLCU",
      });
      return String(answer["LoadBalancerId"]);
    }),
  inventory(state) {
    const { loadBalancers, serverGroups, accessLists } = state as State;
    return [...loadBalancers, ...serverGroups, ...accessLists].map(({ id }) => id);
  },
};
