import { describe, expect, test } from "vitest";
import { clusterJson, LB, masterAddress, told, verdictsOf } from "./cluster.ts";

const server = (index: number): string => `5d3c0f0e-7d7a-4b7e-9f0d-00000000000${index}`;
const cluster = {
  "cluster.json": clusterJson(`${LB}:6443`, { providerId: (index) => `openstack:///${server(index)}` }),
};

/** As in keepalived.conf(5), with a comment and an interface. */
const keepalived = `vrrp_instance api {
  interface eth0
  virtual_router_id 51
  virtual_ipaddress {
    ${LB}/24 dev eth0   # the API
  }
}
`;

/** After kube-vip's documented static pod for ARP. */
const kubeVip = `apiVersion: v1
kind: Pod
metadata: {name: kube-vip, namespace: kube-system}
spec:
  containers:
  - name: kube-vip
    image: ghcr.io/kube-vip/kube-vip:v0.8.9
    args: [manager]
    env:
    - {name: vip_arp, value: "true"}
    - {name: cp_enable, value: "true"}
    - {name: address, value: ${LB}}
  hostNetwork: true
`;

/** `openstack port show -f json`, the fields that matter and some that do not. */
const port = (index: number, pairs: readonly string[], security = true) =>
  JSON.stringify({
    admin_state_up: true,
    allowed_address_pairs: pairs.map((address) => ({
      ip_address: address,
      mac_address: "fa:16:3e:00:00:01",
    })),
    device_id: server(index),
    device_owner: "compute:nova",
    fixed_ips: [{ subnet_id: "9c2e6a52-3b1f-4a0c-8a55-000000000001", ip_address: masterAddress(index) }],
    id: `0f1d2c3b-0000-4000-8000-00000000000${index}`,
    mac_address: "fa:16:3e:00:00:01",
    port_security_enabled: security,
    status: "ACTIVE",
  });

const held = { ...cluster, "nodes/m1/etc/keepalived/keepalived.conf": keepalived };

describe("SLB702 from keepalived's or kube-vip's files and Neutron's ports", () => {
  test("cannot tell without the ports, and says how to get them", async () => {
    const said = await told(held);
    expect(verdictsOf(said, "SLB702")).toEqual(["cannot tell"]);
    const [missing] = said.inconclusive.find(({ code }) => code === "SLB702")?.missing ?? [];
    expect(missing?.howToProvide).toContain(`openstack port list --server ${server(1)}`);
    expect(missing?.howToProvide).toContain("openstack port show");
  });

  test("fires where the port does not allow the address, by either of them", async () => {
    expect(verdictsOf(await told({ ...held, "port.json": port(1, ["10.0.0.101"]) }), "SLB702")).toEqual([
      "error",
    ]);
    const manifest = { ...cluster, "nodes/m2/etc/kubernetes/manifests/kube-vip.yaml": kubeVip };
    expect(verdictsOf(await told({ ...manifest, "port.json": port(2, []) }), "SLB702")).toEqual(["error"]);
    // As the Networking API lists them.
    const list = `{"ports":[${port(2, [])}]}`;
    expect(verdictsOf(await told({ ...manifest, "ports.json": list }), "SLB702")).toEqual(["error"]);
  });

  test("is silent with a pair, or without port security", async () => {
    expect(verdictsOf(await told({ ...held, "port.json": port(1, [LB]) }), "SLB702")).toEqual(["fine"]);
    expect(verdictsOf(await told({ ...held, "port.json": port(1, [], false) }), "SLB702")).toEqual(["fine"]);
  });

  test("has nothing to say of other clouds", async () => {
    const elsewhere = { ...held, "cluster.json": clusterJson(`${LB}:6443`) };
    expect(verdictsOf(await told(elsewhere), "SLB702")).toEqual(["not applicable"]);
  });
});
