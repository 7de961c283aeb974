import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SlbctlError } from "../../src/core/error.ts";
import { idsOf, knownValue } from "../../src/core/topology.ts";
import { collected, collectFolder, type Files, inFolder, listOf } from "./evidence.ts";
import { kubeadmConfig, kubeProxyConfig, node, pod } from "./objects.ts";

const dump = listOf(node("m1", "10.0.0.1", true), node("w1", "10.0.0.2", false));

const refusal = async (files: Files): Promise<SlbctlError> => {
  const error = await collected(files).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SlbctlError);
  expect(error).toMatchObject({ code: "evidence-unusable", exit: 2 });
  return error as SlbctlError;
};

describe("files of evidence", () => {
  it("recognises content, never names: extensions, gzip, byte order marks, UTF-16, folders", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(dump, "utf16le")]);
    const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(dump)]);
    for (const content of [dump, Buffer.from(dump), gzipSync(dump), gzipSync(bom), bom, utf16]) {
      const { topology, notes } = await collected({ "a/b/odd name.txt": content });
      expect(idsOf(topology, "node")).toEqual(["m1", "w1"]);
      expect(notes).toEqual([]);
    }
  });

  it("reads YAML: several documents, Lists, aliases", async () => {
    const { topology } = await collected({
      "nodes.yaml": `apiVersion: v1
kind: List
items:
- &n {apiVersion: v1, kind: Node, metadata: {name: a}}
- *n
---
apiVersion: v1
kind: Node
metadata: {name: b}
---
`,
    });
    expect(idsOf(topology, "node")).toEqual(["a", "b"]);
  });

  it("says line and column of broken JSON, in both languages", async () => {
    const broken = dump.replace('"kind": "Node"', '"kind" "Node"');
    const line = broken.slice(0, broken.indexOf('"kind" "Node"')).split("\n").length;
    const error = await refusal({ "x/nodes.json": broken });
    expect(error.text.en).toBe(`x/nodes.json:${line}:20: expected \`:\` after the key here`);
    expect(error.text.zh).toContain(`x/nodes.json:${line}:20`);
  });

  it("says where a file ends that was cut off", async () => {
    const error = await refusal({ "dump.json": dump.slice(0, 700) });
    expect(error.text.en).toMatch(/^dump\.json: ends at byte 700, inside the value that begins at line \d+$/);
    expect(error.hint?.en).toContain("interrupted");
  });

  it("a damaged gzip file is an error with its name", async () => {
    const error = await refusal({ "dump.gz": gzipSync(dump).subarray(0, 200) });
    expect(error.text.en).toContain("dump.gz");
  });

  it("broken YAML that claims to be Kubernetes is an error; other text with colons is a note", async () => {
    const error = await refusal({ "a.yaml": "apiVersion: v1\nkind: Node\nmetadata: {name: [}\n" });
    expect(error.text.en).toMatch(/^a\.yaml:3:\d+: not YAML/);
    const { notes } = await collected({
      "dump.json": dump,
      "README.md": "Note: this [is: {prose\n",
      "notes.txt": "hello\n",
    });
    expect(notes.map(({ en }) => en)).toEqual(["not recognised: README.md, notes.txt"]);
  });

  it("bounds YAML: alias bombs, aliases of themselves, depth, size", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level}: &l${level} [${Array(10)
          .fill(level === 0 ? "x" : `*l${level - 1}`)
          .join(", ")}]`,
    );
    const head = "apiVersion: v1\nkind: Node\n";
    expect((await refusal({ "bomb.yaml": `${head}${levels.join("\n")}\n` })).text.en).toContain("aliases");
    expect((await refusal({ "self.yaml": `${head}a: &a [*a]\n` })).text.en).toContain("self.yaml");
    expect(
      (await refusal({ "deep.yaml": `${head}a: ${"[".repeat(2000)}${"]".repeat(2000)}\n` })).text.en,
    ).toContain("deep.yaml");
    const big = await refusal({ "big.yaml": `${head}a: |\n${`  ${"x".repeat(98)}\n`.repeat(340_000)}` });
    expect(big.hint?.en).toContain("-o json");
  });

  it("skips what is binary, empty or unknown, and says so; but something must be known", async () => {
    const { notes } = await collected({
      "dump.json": dump,
      "a.png": Buffer.from([1, 0, 2]),
      "empty.json": "",
      "x.json": '{"some":"thing"}',
    });
    expect(notes.map(({ en }) => en).sort()).toEqual([
      "binary, not read: a.png",
      "empty: empty.json",
      "not recognised: x.json",
    ]);
    const error = await refusal({ "x.json": '{"some":"thing"}' });
    expect(error.text.en).toContain("not recognised: x.json");
    expect(error.hint?.en).toContain("kubectl get nodes,pods -A -o json");
    expect((await refusal({ "folder/.keep": "" })).text.en).toContain("nothing that slbctl knows");
  });

  it("a path that is not there is named", async () => {
    await inFolder({}, async (folder) => {
      await expect(collectFolder(folder, [], ["gone.json"])).rejects.toThrow(
        "gone.json: no such file or folder",
      );
    });
  });

  it("enters no folder twice, whatever links there are, and reads a file once", async () => {
    await inFolder({ "a/dump.json": dump }, async (folder) => {
      symlinkSync("..", join(folder, "a/up"));
      symlinkSync("dump.json", join(folder, "a/again.json"));
      symlinkSync("nowhere", join(folder, "a/dangling"));
      const { observations, notes } = await collectFolder(folder, [], [".", "a", "a/dump.json"]);
      const once = await collected({ "a/dump.json": dump });
      expect(observations).toHaveLength(once.observations.length);
      expect(notes).toEqual([]);
    });
  });

  it("hands other formats to those who know them, with the file's name", async () => {
    const seen: string[] = [];
    const recogniser = {
      value: ({ value, source }: { value: unknown; source: string }) => {
        seen.push(`${source} ${JSON.stringify(value)}`);
        return Object.hasOwn(value as object, "LoadBalancers") ? [] : undefined;
      },
    };
    const { notes } = await collected({ "a.json": '{"LoadBalancers":[]}\n{"Other":1}' }, [recogniser]);
    expect(seen).toEqual(['a.json {"LoadBalancers":[]}', 'a.json {"Other":1}']);
    expect(notes.map(({ en }) => en)).toEqual(["not recognised: a.json"]);
  });

  it("hostile names do no harm", async () => {
    const names = ["__proto__", "constructor", "toString", "a/b", "../x", "\u001b[31m", "x".repeat(5000)];
    const objects = names.flatMap((name) => [
      node(name, "10.0.0.1", true),
      pod(name, { node: name, namespace: name, env: [{ name, value: "http://a.example.com" }] }),
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: name }, data: { [name]: name } },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, namespace: name },
        spec: { selector: { [name]: name } },
      },
      { apiVersion: "v1", kind: name, metadata: { name } },
      { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name } },
    ]);
    const { topology } = await collected({ "d.json": listOf(...objects) });
    expect(idsOf(topology, "node")).toEqual([...names].sort());
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("survives objects whose fields are of any other type", async () => {
    const kinds = [
      "Node",
      "Pod",
      "Service",
      "Endpoints",
      "EndpointSlice",
      "Ingress",
      "ConfigMap",
      "DaemonSet",
      "IPPool",
      "ValidatingWebhookConfiguration",
      "ClusterConfiguration",
      "Config",
    ];
    const base = [node("m1", "10.0.0.1", true), pod("p"), kubeadmConfig, kubeProxyConfig];
    const mutated = fc
      .tuple(
        fc.constantFrom(...base),
        fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })), { maxLength: 4 }),
      )
      .map(([object, edits]) => {
        const copy = structuredClone(object) as unknown;
        for (const [at, value] of edits) replaceAt(copy, at, value);
        return copy;
      });
    const odd = fc.record(
      {
        apiVersion: fc.constant("v1"),
        kind: fc.constantFrom(...kinds),
        metadata: fc.jsonValue(),
        spec: fc.jsonValue(),
        status: fc.jsonValue(),
        data: fc.jsonValue(),
      },
      { requiredKeys: ["apiVersion", "kind"] },
    );
    await inFolder({}, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(mutated, odd), { minLength: 1, maxLength: 5 }),
          async (objects) => {
            await collected({ "d.json": listOf(node("keep", "10.0.0.9", false), ...objects) });
          },
        ),
        { numRuns: 100 },
      );
    });
  });

  it("does not depend on the order of files", async () => {
    const parts = {
      "1.json": dump,
      "2.json": listOf(kubeadmConfig, pod("a", { env: [{ name: "U", value: "http://x.example.com" }] })),
      "3.json": listOf(kubeProxyConfig),
    };
    await inFolder(parts, async (folder) => {
      const paths = Object.keys(parts);
      const forward = await collectFolder(folder, [], paths);
      const backward = await collectFolder(folder, [], paths.reverse());
      expect(backward.topology).toEqual(forward.topology);
      expect(knownValue(forward.topology, "client", "kube-proxy", "nodes")).toEqual(["m1", "w1"]);
    });
  });
});

/** Puts a value in the place of the n-th value of an object, counted through all levels. */
function replaceAt(root: unknown, index: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const visit = (inner: unknown): void => {
    if (inner === null || typeof inner !== "object") return;
    for (const key of Object.keys(inner)) {
      places.push([inner as Record<string, unknown>, key]);
      visit((inner as Record<string, unknown>)[key]);
    }
  };
  visit(root);
  const place = places[index % places.length];
  if (place !== undefined) place[0][place[1]] = value;
}
