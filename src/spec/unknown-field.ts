import { nearest } from "../core/nearest.ts";
import { type Path, pathText } from "../core/path-text.ts";
import type { SpecIssue } from "../core/spec.ts";
import { allFieldPaths, fieldNames, type Schema, schemaAt } from "./schema-walk.ts";
import { shorten } from "./show-value.ts";

/** Names from other tools and from the clouds' own APIs, with the field that holds the same here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  vpc: "vpcId",
  vswitch: "subnets",
  vswitchid: "subnets",
  vswitches: "subnets",
  subnetids: "subnets",
  listenerport: "port",
  backends: "masters",
  targets: "masters",
  servers: "masters",
  nodes: "masters",
  controlplanes: "masters",
  ip: "address",
  privateip: "address",
  hostname: "name",
  serverid: "instanceId",
  instance: "instanceId",
  interval: "intervalSeconds",
  timeout: "timeoutSeconds",
  uri: "path",
  httpcode: "codes",
  matcher: "codes",
  endpoint: "controlPlaneEndpoint",
  acl: "accessList",
  allow: "accessList",
  idletimeout: "idleTimeoutSeconds",
  drain: "drainSeconds",
  deregistrationdelay: "drainSeconds",
  preserveclientip: "clientAddress",
  kubernetesversion: "kubernetes.version",
  labels: "tags",
  regionid: "region",
  zoneid: "zone",
  id: "instanceId",
};

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, "");

/** Merge keys were part of YAML 1.1 only, and Kubernetes' way of nesting is not ours: both deserve their own words. */
function special(path: Path): SpecIssue["text"] | undefined {
  const name = path.at(-1);
  if (name === "<<")
    return {
      en: "merge keys (<<) are not part of YAML 1.2; write the fields out",
      zh: "合并键（<<）不属于 YAML 1.2；请写出各字段",
    };
  if (path.length === 1 && (name === "metadata" || name === "spec"))
    return {
      en: `there is no "${name}" level; its fields stand at the top`,
      zh: `没有“${name}”这一层；其字段直接写在顶层`,
    };
  return undefined;
}

/** The field that was probably meant: another spelling, a synonym, or a field of the same name elsewhere. */
function meantField(root: Schema, path: Path): string | undefined {
  const name = String(path.at(-1));
  const siblings = fieldNames(schemaAt(root, path.slice(0, -1)));
  const sibling =
    siblings.find((field) => plain(field) === plain(name)) ??
    siblings.find((field) => field === SYNONYMS[plain(name)]) ??
    nearest(name, siblings);
  if (sibling !== undefined) return sibling;
  const elsewhere = allFieldPaths(root).find(
    (other) => other.at(-1) === name || pathText(other) === SYNONYMS[plain(name)],
  );
  return elsewhere === undefined ? undefined : pathText(elsewhere).replaceAll("[0]", "[]");
}

/** A field that the spec does not have. Its value is not shown: it may be anything, even a password. */
export function unknownField(root: Schema, path: Path): SpecIssue {
  const name = shorten(String(path.at(-1)), 40);
  const meant = meantField(root, path);
  const siblings = fieldNames(schemaAt(root, path.slice(0, -1))).join(", ");
  const hint =
    meant === undefined
      ? { en: "", zh: "" }
      : { en: `; did you mean ${meant}?`, zh: `；是否想写 ${meant}？` };
  return {
    path,
    key: true,
    found: undefined,
    text: special(path) ?? { en: `unknown field "${name}"${hint.en}`, zh: `未知字段“${name}”${hint.zh}` },
    expected:
      meant === undefined
        ? { en: `one of the fields ${siblings}`, zh: `以下字段之一：${siblings}` }
        : { en: `the field ${meant}`, zh: `字段 ${meant}` },
  };
}
