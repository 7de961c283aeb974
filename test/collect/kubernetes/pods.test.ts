import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PodGroups } from "../../../src/collect/kubernetes/pod-groups.ts";
import type { Origin } from "../../../src/core/fact.ts";
import { fold, idsOf, knownValue } from "../../../src/core/topology.ts";
import { collected, listOf } from "../evidence.ts";
import { pod } from "../objects.ts";

const URL_VARIABLE = [{ name: "EXTERNAL_URL", value: "https://shop.example.com/login" }];

describe("pods", () => {
  it("a DaemonSet on 5,000 nodes is one client", async () => {
    const pods = Array.from({ length: 5000 }, (_, index) =>
      pod(`agent-${index}`, {
        owner: { kind: "DaemonSet", name: "agent" },
        node: `n${index}`,
        env: URL_VARIABLE,
      }),
    );
    const { topology } = await collected({ "pods.json": listOf(...pods) });
    expect(idsOf(topology, "client")).toEqual(["shop/daemonset/agent"]);
    expect(knownValue(topology, "client", "shop/daemonset/agent", "nodes")).toHaveLength(5000);
  });

  it("says the same whether its bytes were picked apart or parsed: JSON, YAML, typed list, alone", async () => {
    const one = pod("web-7d9f8b6c5-x2x4z", {
      owner: { kind: "ReplicaSet", name: "web-7d9f8b6c5" },
      env: [
        { name: "API_HOST", value: "10.0.0.5" },
        { name: "API_PORT", value: "6443" },
      ],
      args: ["--external-url=https://shop.example.com"],
      spec: { hostAliases: [{ ip: "10.0.0.5", hostnames: ["api.example.com"] }] },
    });
    const { kind: _kind, apiVersion: _version, ...bare } = one;
    const sources = [
      JSON.stringify(one, null, 4),
      listOf(one),
      JSON.stringify({ kind: "PodList", apiVersion: "v1", items: [bare] }),
      JSON.stringify({ apiVersion: "v1", items: [bare], kind: "PodList" }),
      JSON.stringify([one]),
    ];
    for (const source of sources) {
      const { topology } = await collected({ "pods.json": source });
      const id = "shop/deployment/web";
      expect(idsOf(topology, "client"), source.slice(0, 80)).toEqual([id]);
      expect(knownValue(topology, "client", id, "candidates")).toEqual([
        { host: "10.0.0.5", port: 6443 },
        { host: "shop.example.com", port: 443 },
      ]);
      expect(knownValue(topology, "client", id, "labels")).toEqual({ app: "web" });
      expect(knownValue(topology, "client", id, "hosts")).toEqual([
        { address: "10.0.0.5", name: "api.example.com" },
      ]);
      expect(knownValue(topology, "client", id, "network")).toBe("pod");
    }
  });

  it("separates pods of one owner that dial differently, and forgets those that have ended", async () => {
    const owner = { kind: "StatefulSet", name: "db" };
    const { topology } = await collected({
      "pods.json": listOf(
        pod("db-0", { owner, env: [{ name: "URL", value: "http://a.example.com" }] }),
        pod("db-1", { owner, env: [{ name: "URL", value: "http://b.example.com" }] }),
        pod("db-2", { owner, env: [{ name: "URL", value: "http://c.example.com" }], phase: "Succeeded" }),
      ),
    });
    expect(idsOf(topology, "client")).toEqual(["shop/statefulset/db", "shop/statefulset/db#2"]);
  });

  it("static API servers give their flags, agents and registries their nodes", async () => {
    const { topology } = await collected({
      "pods.json": listOf(
        pod("kube-apiserver-m1", {
          namespace: "kube-system",
          node: "m1",
          owner: { kind: "Node", name: "m1" },
          spec: { hostNetwork: true },
          command: [
            "kube-apiserver",
            "--advertise-address=10.0.0.1",
            "--anonymous-auth=false",
            "--secure-port=6443",
            "--service-cluster-ip-range=10.96.0.0/12",
          ],
          image: "registry.k8s.io/kube-apiserver:v1.30.4",
        }),
        pod("kube-proxy-abcde", {
          namespace: "kube-system",
          node: "w1",
          owner: { kind: "DaemonSet", name: "kube-proxy" },
          spec: { hostNetwork: true },
        }),
        pod("web", { node: "w2", image: "registry.example.com:5000/team/web@sha256:00" }),
      ),
    });
    expect(knownValue(topology, "node", "m1", "apiServer")).toEqual({ host: "10.0.0.1", port: 6443 });
    expect(knownValue(topology, "cluster", "cluster", "anonymousAuth")).toBe(false);
    expect(knownValue(topology, "client", "kube-proxy", "nodes")).toEqual(["w1"]);
    expect(knownValue(topology, "client", "image-pull/registry.example.com:5000", "nodes")).toEqual(["w2"]);
  });

  it("recognises ingress controllers", async () => {
    const { topology } = await collected({
      "pods.json": listOf(
        pod("c", { image: "registry.k8s.io/ingress-nginx/controller:v1.11.2", env: URL_VARIABLE }),
      ),
    });
    expect(knownValue(topology, "client", "shop/pod/c", "kind")).toBe("ingress-controller");
  });

  it("does not depend on the order of pods", () => {
    const arbitrary = fc.record({
      name: fc.constantFrom("a", "b", "c"),
      node: fc.constantFrom("n1", "n2", "n3"),
      value: fc.constantFrom("http://a.example.com", "b.example.com:80", "10.1.1.1", "none"),
      label: fc.constantFrom("x", "y"),
      owner: fc.constantFrom("web-7d9f8b6c5", "api-6c8d9f7b4"),
    });
    const arrange = fc.array(arbitrary, { maxLength: 12 }).chain((pods) =>
      fc.tuple(
        fc.constant(pods),
        fc.shuffledSubarray(
          pods.map((_, index) => index),
          { minLength: pods.length },
        ),
      ),
    );
    fc.assert(
      fc.property(arrange, ([pods, order]) => {
        const said = (indexes: readonly number[]) => {
          const groups = new PodGroups();
          for (const index of indexes) {
            const { name, node, value, label, owner } = pods[index] as (typeof pods)[number];
            const origin: Origin = { kind: "observed", source: "dump", offset: index };
            groups.add(
              pod(name, {
                node,
                labels: { label },
                owner: { kind: "ReplicaSet", name: owner },
                env: [{ name: "X", value }],
              }),
              origin,
            );
          }
          return fold(groups.observations());
        };
        expect(said(order)).toEqual(said(pods.map((_, index) => index)));
      }),
    );
  });
});
