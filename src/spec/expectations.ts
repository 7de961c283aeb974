import { type Path, pathPattern } from "../core/path-text.ts";
import type { Text } from "../core/text.ts";
import { verbatim } from "../core/text.ts";
import { describeSchema, fieldNames, type Schema, schemaAt } from "./schema-walk.ts";

const ADDRESS: Text = {
  en: "an IPv4 or IPv6 address, e.g. 10.0.0.11",
  zh: "IPv4 或 IPv6 地址，例如 10.0.0.11",
};

/** What a text must look like where its schema can only say "a text of this pattern". Keys are path patterns. */
export const TEXT_EXPECTATIONS: Readonly<Record<string, Text>> = {
  apiVersion: verbatim("slbctl/v1"),
  kind: verbatim("LoadBalancer"),
  name: {
    en: "a lower-case letter, then at most 31 of a-z, 0-9 and -, not ending in -; e.g. prod-api",
    zh: "以小写字母开头，其后至多 31 个 a-z、0-9 或 -，且不以 - 结尾；例如 prod-api",
  },
  provider: { en: "the id of a provider, e.g. alicloud or aws", zh: "provider 的标识，例如 alicloud 或 aws" },
  region: {
    en: "the id of a region, e.g. cn-hangzhou or eu-central-1",
    zh: "地域 ID，例如 cn-hangzhou 或 eu-central-1",
  },
  vpcId: { en: "the id of a VPC, e.g. vpc-0f1f5c0de00000001", zh: "VPC ID，例如 vpc-0f1f5c0de00000001" },
  "subnets[].id": {
    en: "the id of a subnet or vSwitch, e.g. subnet-0a1b2c3d or vsw-bp1a2b3c",
    zh: "子网或交换机（vSwitch）的 ID，例如 subnet-0a1b2c3d 或 vsw-bp1a2b3c",
  },
  "subnets[].zone": { en: "an availability zone, e.g. cn-hangzhou-h", zh: "可用区，例如 cn-hangzhou-h" },
  "subnets[].address": ADDRESS,
  controlPlaneEndpoint: {
    en: "a DNS name or address, with an optional port: api.example.com:6443",
    zh: "域名或地址，可带端口：api.example.com:6443",
  },
  "masters[].name": {
    en: "a node name: lower-case letters, digits, - and ., e.g. master-1",
    zh: "节点名：小写字母、数字、- 和 .，例如 master-1",
  },
  "masters[].address": ADDRESS,
  "masters[].instanceId": {
    en: "the id of an instance, at most 64 characters, e.g. i-0a1b2c3d",
    zh: "实例 ID，不超过 64 个字符，例如 i-0a1b2c3d",
  },
  "masters[].zone": { en: "an availability zone, e.g. cn-hangzhou-h", zh: "可用区，例如 cn-hangzhou-h" },
  "healthCheck.path": {
    en: "a path that begins with /, without spaces, e.g. /healthz",
    zh: "以 / 开头、不含空格的路径，例如 /healthz",
  },
  "healthCheck.codes": {
    en: 'status codes or ranges, separated by commas, in quotes: "200-299" or "200,401"',
    zh: '状态码或范围，以逗号分隔并加引号："200-299" 或 "200,401"',
  },
  "securityGroups[]": {
    en: "the id of a security group, e.g. sg-0a1b2c3d",
    zh: "安全组 ID，例如 sg-0a1b2c3d",
  },
  "accessList.entries[]": {
    en: "an address range such as 10.0.0.0/8 (a single address: 10.0.0.7/32)",
    zh: "地址段，例如 10.0.0.0/8（单个地址写作 10.0.0.7/32）",
  },
  "kubernetes.version": {
    en: 'a version in quotes, e.g. "1.31.2"',
    zh: '加引号的版本号，例如 "1.31.2"',
  },
};

const TAG_NAME: Text = {
  en: "tag names of 1 to 64 characters, values of at most 128",
  zh: "标签名 1 到 64 个字符，值不超过 128 个字符",
};

const between = (minimum: number | undefined, maximum: number | undefined, noun: Text): Text => {
  if (minimum !== undefined && maximum !== undefined)
    return {
      en: `${noun.en} from ${minimum} to ${maximum}`,
      zh: `${minimum} 到 ${maximum} 之间的${noun.zh}`,
    };
  if (minimum !== undefined)
    return { en: `${noun.en} of at least ${minimum}`, zh: `不小于 ${minimum} 的${noun.zh}` };
  if (maximum !== undefined)
    return { en: `${noun.en} of at most ${maximum}`, zh: `不大于 ${maximum} 的${noun.zh}` };
  return noun;
};

function listText(minimum: number | undefined, maximum: number | undefined): Text {
  if (minimum !== undefined && maximum !== undefined)
    return {
      en: `a list of ${minimum} to ${maximum} entries`,
      zh: `${minimum} 到 ${maximum} 项的列表`,
    };
  if (maximum !== undefined)
    return { en: `a list of at most ${maximum} entries`, zh: `至多 ${maximum} 项的列表` };
  return { en: "a list", zh: "列表" };
}

/** What may stand at a path, read from the schema, so that the text and the check cannot come apart. */
export function expectationAt(root: Schema, path: Path): Text {
  const pattern = pathPattern(path);
  const named = TEXT_EXPECTATIONS[pattern];
  if (named !== undefined) return named;
  if (/^tags\b./.test(pattern)) return TAG_NAME;
  const schema = schemaAt(root, path);
  if (schema === undefined) return { en: "nothing", zh: "此处不应有内容" };
  const { type, choices, minimum, maximum, isInteger } = describeSchema(schema);
  switch (type) {
    case "enum":
    case "literal":
      return {
        en: choices.length > 1 ? `one of ${choices.join(", ")}` : choices.join(""),
        zh: choices.length > 1 ? `${choices.join("、")} 之一` : choices.join(""),
      };
    case "number":
      return between(
        minimum,
        maximum,
        isInteger ? { en: "a whole number", zh: "整数" } : { en: "a number", zh: "数字" },
      );
    case "boolean":
      return { en: "true or false", zh: "true 或 false" };
    case "string":
      return { en: "a text", zh: "文本" };
    case "array":
      return listText(minimum, maximum);
    case "record":
      return { en: "a mapping of names to values", zh: "“名称: 值”的映射" };
    case "object": {
      const fields = fieldNames(schema).join(", ");
      return { en: `a mapping with the fields ${fields}`, zh: `含有以下字段的映射：${fields}` };
    }
    default:
      return { en: "another value", zh: "其他值" };
  }
}
