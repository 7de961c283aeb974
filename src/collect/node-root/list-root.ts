import { readdir, readFile, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { unusable } from "../evidence-error.ts";
import { cannotRead, type EvidenceFile } from "../list-files.ts";
import { nodeFileReader } from "./read-node-file.ts";

/** Folders below a root in which anything is looked for; nothing else is even listed. */
const FOLDERS = [
  "etc",
  "etc/kubernetes",
  "etc/kubernetes/manifests",
  "etc/kubernetes/pki",
  "etc/cni/net.d",
  "etc/keepalived",
  "etc/rancher/k3s",
  "etc/rancher/rke2",
  "var/lib/kubelet",
  "var/lib/cloud/data",
  "slbctl",
];

/** Whether a root is a Kubernetes node's. */
export const isNodeRoot = async (root: string): Promise<boolean> => {
  const marks = ["etc/kubernetes/kubelet.conf", "etc/kubernetes/manifests/kube-apiserver.yaml"];
  const found = await Promise.all(marks.map((mark) => stat(join(root, mark)).catch(() => undefined)));
  return found.some((each) => each !== undefined);
};

/** A node's name by its host name, as the kubelet takes it; of a copied root only its file says it. */
export async function nodeNameOf(root: string): Promise<string> {
  const text = await readFile(join(root, "etc/hostname"), "utf8").catch(() => "");
  const [name = ""] = text.trim().split(/\s/);
  return (name === "" ? (resolve(root) === "/" ? hostname() : "this-node") : name).toLowerCase();
}

/** The files of a node's root that are read, by name in order. */
export async function listRoot(root: string, shown: string): Promise<readonly EvidenceFile[]> {
  await stat(root).catch((error: NodeJS.ErrnoException) => {
    throw unusable(shown, cannotRead(error));
  });
  const name = await nodeNameOf(root);
  const files = await Promise.all(
    FOLDERS.map(async (folder) => {
      const names = await readdir(join(root, folder)).catch(() => []);
      return names.sort().map((each) => `${folder}/${each}`);
    }),
  );
  return files
    .flat()
    .filter((file) => nodeFileReader(file) !== undefined)
    .map((file) => ({ path: join(root, file), shown: join(shown, file), node: { name, file } }));
}
