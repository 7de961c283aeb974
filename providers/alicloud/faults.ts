import * as z from "zod";
import { ProviderFault, SlbctlError } from "../../src/core/error.ts";
import type { Text } from "../../src/core/text.ts";
import { type CodeClass, classOfCode } from "./fault-codes.ts";
import { hintFor } from "./fault-hints.ts";

/** A failed call to Alibaba Cloud. `outcome` says whether a write may have been carried out all the same. */
export class AlicloudFault extends ProviderFault {
  readonly outcome: CodeClass["outcome"];

  constructor(
    { fault, outcome }: CodeClass,
    text: Text,
    details: ConstructorParameters<typeof ProviderFault>[2] = {},
  ) {
    super(fault, text, details);
    this.name = "AlicloudFault";
    this.outcome = outcome;
  }
}

/** What openapi-core throws for an answer with an error code (read from 1.0.8, 2026-11). */
const apiError = z.looseObject({
  code: z.string(),
  statusCode: z.number(),
  requestId: z.string().optional(),
  retryAfter: z.number().optional().catch(undefined),
  data: z.looseObject({ Message: z.string().optional() }).optional().catch(undefined),
  accessDeniedDetail: z.looseObject({ AuthAction: z.string().optional() }).optional().catch(undefined),
});

const MOST_CHARACTERS = 300;

/** One line, shortened, with whatever looks like a key id blanked out. */
const tidy = (message: string): string => {
  const line = message
    .replace(/\s+/g, " ")
    .replace(/\b(LTAI|STS\.)[A-Za-z0-9]{8,}/g, "$1…")
    .trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}…`;
};

function answered(action: string, error: z.infer<typeof apiError>): AlicloudFault {
  const message = error.data?.Message ?? "";
  const kind = classOfCode(error.code, error.statusCode, message);
  const request = error.requestId === undefined ? "" : ` (request ${error.requestId})`;
  const missing = error.accessDeniedDetail?.AuthAction ?? `slb:${action}`;
  // The message of a signature error repeats the signed request, a session token perhaps included.
  const said = kind.fault === "credentials" || message === "" ? "" : `: ${tidy(message)}`;
  const hint =
    kind.fault === "permission"
      ? (hintFor(kind.fault, error.code) ?? {
          en: `grant the RAM action ${missing}; docs/providers/alicloud.md has the whole policy`,
          zh: `请授予 RAM 权限 ${missing}；完整策略见 docs/providers/alicloud.zh.md`,
        })
      : hintFor(kind.fault, error.code);
  return new AlicloudFault(
    kind,
    {
      en: `${action} was answered with ${error.code}${said}${request}`,
      zh: `${action} 返回 ${error.code}${said}${request}`,
    },
    {
      wireCode: error.code,
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
      ...(error.retryAfter === undefined ? {} : { retryAfterMs: error.retryAfter }),
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/** Network errors that waiting does not cure. */
const FINAL_NETWORK =
  /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

function unanswered(action: string, endpoint: string, error: unknown): AlicloudFault {
  const code =
    typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
      ? error.code
      : undefined;
  const name = error instanceof Error ? error.name : "";
  if (name === "SyntaxError")
    return new AlicloudFault(
      { fault: "retry", outcome: "unknown" },
      {
        en: `${action}: the answer of ${endpoint} is not JSON (a gateway's error page, or it was cut off)`,
        zh: `${action}：${endpoint} 的应答不是 JSON（可能是网关错误页，或应答被截断）`,
      },
      { wireCode: "MalformedAnswer" },
    );
  if (code !== undefined && FINAL_NETWORK.test(code))
    return new AlicloudFault(
      { fault: "network", outcome: "refused" },
      {
        en: `${action}: ${endpoint} cannot be reached (${code})`,
        zh: `${action}：无法连接 ${endpoint}（${code}）`,
      },
      {
        wireCode: code,
        hint: {
          en: "check the network, the region and --endpoint-url, and NODE_EXTRA_CA_CERTS where a certificate is not trusted; Alibaba Cloud's SDK cannot use a proxy",
          zh: "请检查网络、地域与 --endpoint-url；若证书不受信任，请检查 NODE_EXTRA_CA_CERTS；阿里云 SDK 不支持代理",
        },
      },
    );
  const timeout = /Timeout/.test(name);
  return new AlicloudFault(
    { fault: "retry", outcome: "unknown" },
    {
      en: `${action}: ${timeout ? "no answer in time from" : "the connection was lost to"} ${endpoint}${code === undefined ? "" : ` (${code})`}`,
      zh: `${action}：${endpoint} ${timeout ? "未及时应答" : "连接中断"}${code === undefined ? "" : `（${code}）`}`,
    },
    { wireCode: code ?? (timeout ? "Timeout" : "ConnectionLost") },
  );
}

/** An answer that is JSON but not what the operation promises. */
export const malformed = (action: string, path: string): AlicloudFault =>
  new AlicloudFault(
    { fault: "retry", outcome: "unknown" },
    {
      en: `${action}: the answer lacks what it should hold${path === "" ? "" : ` (${path})`}`,
      zh: `${action}：应答缺少应有内容${path === "" ? "" : `（${path}）`}`,
    },
    { wireCode: "MalformedAnswer" },
  );

/** Whatever a call threw, classified. Faults of our own (credentials) pass as they are. */
export function faultOf(action: string, endpoint: string, error: unknown): SlbctlError {
  if (error instanceof SlbctlError) return error;
  const api = apiError.safeParse(error);
  return api.success ? answered(action, api.data) : unanswered(action, endpoint, error);
}
