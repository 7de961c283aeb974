import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diagnosed } from "./diagnosed.ts";

const SOURCES = new URL("../../src/", import.meta.url);

/** Kinds of clients that collectors and inference write into the topology, as their sources name them. */
function kindsIn(text: string): readonly string[] {
  const KIND =
    /"((?:kube|cni|image|admission|conversion|oidc|ingress)-[a-z-]+|kubelet|kubectl|kubeconfig|pod)"/g;
  return [...text.matchAll(KIND)].map(([, kind = ""]) => kind);
}

const files = ["collect/node-root/read-node-file.ts", "collect/kubeconfig.ts", "doctor/flows-of-masters.ts"]
  .concat(readdirSync(new URL("collect/kubernetes", SOURCES)).map((name) => `collect/kubernetes/${name}`))
  .filter((name) => /pod-groups|kube-proxy|networks|webhooks|node-file|kubeconfig|flows/.test(name));
const NO_KINDS = new Set([
  "kube-system",
  "kube-public",
  "kube-flannel",
  "kube-router",
  "kube-apiserver",
  "kube-ipvs",
  "cni-conf",
  "kube-proxy-replacement",
]);
const kinds = [...new Set(files.flatMap((name) => kindsIn(readFileSync(new URL(name, SOURCES), "utf8"))))]
  .filter((kind) => !NO_KINDS.has(kind))
  .sort();

test("every kind of client that is collected has one hairpin rule", () => {
  expect(kinds).toEqual(
    expect.arrayContaining(["kubelet", "kube-proxy", "pod", "image-pull", "admission-webhook", "cni-agent"]),
  );
  const codes = kinds.map((kind) => {
    const { findings } = diagnosed({ clients: { [kind]: { kind, nodes: ["m1"] } } });
    return [kind, findings.filter(({ category }) => category === "hairpin").length];
  });
  expect(codes.filter(([, count]) => count !== 1)).toEqual([]);
});

test("a kind that no rule knows has none", () => {
  const { findings } = diagnosed({ clients: { stranger: { kind: "stranger", nodes: ["m1"] } } });
  expect(findings).toEqual([]);
});
