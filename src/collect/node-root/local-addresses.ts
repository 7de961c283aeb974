import type { Origin } from "../../core/fact.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed } from "../../core/observation.ts";
import type { NodeFile } from "./node-file.ts";

/** An address of a device; `prefix` is the length of its network. */
export interface DeviceAddress {
  readonly device: string;
  readonly address: string;
  readonly prefix: number;
}

/** Devices of networks inside the node: their addresses are the pods' gateways, not the node's. */
const INSIDE =
  /^(?:cni|flannel|docker|cali|tunl|vxlan|cilium|lxc|veth|br-|virbr|weave|kube-bridge|nodelocaldns)/;
/** Devices that hold addresses of load balancers: direct return, IPVS. */
const HOLDERS = /^(?:lo|dummy|kube-ipvs)/;
const NEVER = /^(?:127\.|169\.254\.|::1$|fe80:)/;

const isHost = ({ address, prefix }: DeviceAddress): boolean => prefix === (address.includes(":") ? 128 : 32);

/**
 * What a node's addresses say: its own, and those that it holds for a load balancer. An address of a network of one on a
 * device that has others is how keepalived adds a VIP.
 */
export function* addressFacts(
  node: string,
  all: readonly DeviceAddress[],
  origin: Origin,
): Iterable<Observation> {
  const outside = all.filter(({ device, address }) => !INSIDE.test(device) && !NEVER.test(address));
  const isVip = (each: DeviceAddress): boolean =>
    HOLDERS.test(each.device) ||
    (isHost(each) && outside.some((other) => other.device === each.device && !isHost(other)));
  const addresses = outside.filter((each) => !isVip(each)).map(({ address }) => address);
  const vips = outside.filter(isVip).map(({ address }) => address);
  if (addresses.length > 0) yield observed("node", node, "addresses", addresses, origin);
  if (vips.length > 0) yield observed("node", node, "localVips", vips, origin);
}

/** Addresses in what `ip addr` prints. */
export function deviceAddresses(text: string): readonly DeviceAddress[] {
  let device = "";
  return text.split("\n").flatMap((line): readonly DeviceAddress[] => {
    device = /^\d+: ([^:@\s]+)/.exec(line)?.[1] ?? device;
    const [, address = "", prefix = ""] = /^\s+inet6? ([0-9a-fA-F.:]+)\/(\d{1,3})\s/.exec(`${line} `) ?? [];
    const canonical = canonicalAddress(address);
    return canonical === undefined ? [] : [{ device, address: canonical, prefix: Number(prefix) }];
  });
}

/** `slbctl/ip-addr.txt`, as the script of `collect --script` writes it. */
export const ipAddr = ({ node, text }: NodeFile, origin: Origin): Iterable<Observation> =>
  addressFacts(node, deviceAddresses(text), origin);
