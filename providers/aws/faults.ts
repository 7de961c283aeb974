import * as z from "zod/mini";
import { ProviderFault, SlbctlError } from "../../src/core/error.ts";
import type { Text } from "../../src/core/text.ts";
import { type CodeClass, classOfCode } from "./fault-codes.ts";
import { hintFor } from "./fault-hints.ts";

/** A failed call to AWS. `outcome` says whether a write may have been carried out all the same. */
export class AwsFault extends ProviderFault {
  readonly outcome: CodeClass["outcome"];

  constructor(
    { fault, outcome }: CodeClass,
    text: Text,
    details: ConstructorParameters<typeof ProviderFault>[2] = {},
  ) {
    super(fault, text, details);
    this.name = "AwsFault";
    this.outcome = outcome;
  }
}

/** What the SDK throws for an answer with an error code (3.1142.0). `Code` is the wire code; `name` may differ. */
const apiError = z.looseObject({
  name: z.string(),
  Code: z.string(),
  message: z.catch(z.optional(z.string()), undefined),
  $metadata: z.looseObject({
    httpStatusCode: z.optional(z.number()),
    requestId: z.optional(z.string()),
    clockSkewCorrected: z.optional(z.boolean()),
  }),
  $response: z.catch(
    z.optional(z.looseObject({ headers: z.optional(z.record(z.string(), z.string())) })),
    undefined,
  ),
});

const MOST_CHARACTERS = 400;

/** One line, shortened, with whatever looks like a key id blanked out. */
const tidy = (message: string): string => {
  const line = message
    .replace(/\s+/g, " ")
    .replace(/\b(AKIA|ASIA)[A-Z0-9]{8,}/g, "$1…")
    .trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}…`;
};

/** `Retry-After` in seconds, or AWS's own header in milliseconds. */
function retryAfter(headers: Readonly<Record<string, string>> | undefined): number | undefined {
  const own = Number(headers?.["x-amz-retry-after"]);
  if (Number.isFinite(own)) return own;
  const seconds = Number(headers?.["retry-after"]);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function answered(action: string, error: z.infer<typeof apiError>): AwsFault {
  const { Code: code, message = "", $metadata: meta } = error;
  const listed = classOfCode(code, meta.httpStatusCode, message);
  // The SDK has learnt the server's time from this answer: the next attempt is signed with it. It says so of any error
  // while the clock is 4 minutes off, so only what a wrong time explains is tried again.
  const isLearnt = meta.clockSkewCorrected === true && (listed.fault === "clock" || /Signature/.test(code));
  const kind: CodeClass = isLearnt ? { fault: "retry", outcome: "refused" } : listed;
  const request = meta.requestId === undefined ? "" : ` (request ${meta.requestId})`;
  // The message of a signature error repeats the signed request, a session token perhaps included.
  const said =
    listed.fault === "credentials" || message === "" || message === code ? "" : `: ${tidy(message)}`;
  const hint = hintFor(kind.fault, code, action, message);
  const wait = retryAfter(error.$response?.headers);
  return new AwsFault(
    kind,
    {
      en: `${action} was answered with ${code}${said}${request}`,
      zh: `${action} 返回 ${code}${said}${request}`,
    },
    {
      wireCode: code,
      ...(meta.requestId === undefined ? {} : { requestId: meta.requestId }),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/** Network errors that waiting does not cure. */
const FINAL_NETWORK =
  /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|PROXY_)/;

/** What the SDK throws when there is nothing to sign with. Texts of the credential chain are not shown. */
const CREDENTIAL_ERROR = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/;

function unanswered(action: string, endpoint: string, error: unknown): AwsFault {
  const {
    code: given,
    name = "",
    $metadata,
  } = (error ?? {}) as {
    code?: unknown;
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const code = typeof given === "string" ? given : undefined;
  if (CREDENTIAL_ERROR.test(name)) {
    const hint = hintFor("credentials", name);
    return new AwsFault(
      { fault: "credentials", outcome: "refused" },
      { en: `${action}: no usable AWS credentials were found`, zh: `${action}：未找到可用的 AWS 凭证` },
      { wireCode: name, ...(hint === undefined ? {} : { hint }) },
    );
  }
  if (code !== undefined && FINAL_NETWORK.test(code))
    return new AwsFault(
      { fault: "network", outcome: "refused" },
      {
        en: `${action}: ${endpoint} cannot be reached (${code})`,
        zh: `${action}：无法连接 ${endpoint}（${code}）`,
      },
      {
        wireCode: code,
        hint: {
          en: "check the network, the region, --endpoint-url, and HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS where there is a proxy",
          zh: "请检查网络、地域、--endpoint-url；如使用代理，还请检查 HTTPS_PROXY、NO_PROXY 与 NODE_EXTRA_CA_CERTS",
        },
      },
    );
  const status = $metadata?.httpStatusCode;
  if (status !== undefined)
    return new AwsFault(
      { fault: "retry", outcome: "unknown" },
      {
        en: `${action}: ${endpoint} answered with status ${status} and something that is not the API's XML (a proxy's or gateway's page, or it was cut off)`,
        zh: `${action}：${endpoint} 返回状态 ${status}，内容不是该 API 的 XML（可能来自代理或网关，或应答被截断）`,
      },
      { wireCode: "MalformedAnswer" },
    );
  const timeout = /Timeout/.test(name);
  return new AwsFault(
    { fault: "retry", outcome: "unknown" },
    {
      en: `${action}: ${timeout ? "no answer in time from" : "the connection was lost to"} ${endpoint}${code === undefined ? "" : ` (${code})`}`,
      zh: `${action}：${endpoint} ${timeout ? "未及时应答" : "连接中断"}${code === undefined ? "" : `（${code}）`}`,
    },
    { wireCode: code ?? (timeout ? "Timeout" : "ConnectionLost") },
  );
}

/** An answer that is XML but not what the operation promises. */
export const malformed = (action: string, member: string): AwsFault =>
  new AwsFault(
    { fault: "retry", outcome: "unknown" },
    {
      en: `${action}: the answer lacks what it should hold (${member})`,
      zh: `${action}：应答缺少应有内容（${member}）`,
    },
    { wireCode: "MalformedAnswer" },
  );

/** Whatever a call threw, classified. Errors of our own pass as they are. */
export function faultOf(action: string, endpoint: string, error: unknown): SlbctlError {
  if (error instanceof SlbctlError) return error;
  const api = apiError.safeParse(error);
  return api.success ? answered(action, api.data) : unanswered(action, endpoint, error);
}
