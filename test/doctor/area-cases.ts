import type { RuleCode } from "../../src/core/finding.ts";
import type { Expected } from "./expected.ts";
import type { Case } from "./topologies.ts";

/** The control-plane endpoint is this host. */
const endpoint = (host: string, more: Case = {}): Case => ({
  ...more,
  cluster: { controlPlaneEndpoint: { host, port: 6443 }, ...more.cluster },
});
const NAME = "api.example.com";

/** Cases of the rules about everything but hairpins. */
export const AREA_CASES: Readonly<Record<RuleCode, Expected>> = {
  SLB304: {
    fires: [
      endpoint("10.0.0.11"),
      endpoint("10.0.0.11", { masters: 1 }),
      endpoint(NAME, { names: { [NAME]: { addresses: ["10.0.0.12"] } } }),
      endpoint("API.example.com.", {
        names: { [NAME]: { aliases: ["m1.example.com"] }, "m1.example.com": { addresses: ["10.0.0.11"] } },
      }),
      endpoint(NAME, { node: () => ({ hosts: [{ name: NAME, address: "10.0.0.11" }] }) }),
    ],
    silent: [
      {},
      endpoint(NAME, { balancer: { names: [NAME] } }),
      endpoint(NAME, { names: { [NAME]: { addresses: ["10.0.0.11", "10.0.0.12", "10.0.0.13"] } } }),
      // kube-vip and keepalived: the address is on a master now, and on another one later.
      endpoint("10.0.0.11", { node: () => ({ localVips: ["10.0.0.11"] }) }),
      // Each master's hosts file names its own server.
      endpoint(NAME, {
        node: (index) => ({ hosts: [{ name: NAME, address: `10.0.0.${11 + index}` }] }),
      }),
      endpoint("10.9.9.77"),
    ],
    cannotTell: [
      endpoint(NAME),
      endpoint("10.9.9.77", { node: () => ({ addresses: undefined as never }) }),
      { cluster: { controlPlaneEndpoint: undefined as never } },
    ],
    notApplicable: "never",
  },
};
