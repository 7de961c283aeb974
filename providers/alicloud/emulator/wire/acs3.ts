import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../../../src/emulator/types.ts";
import type { Claim } from "./claim.ts";
import { byName, formPairs, percentEncode } from "./form.ts";
import { Refusal } from "./refusal.ts";

/**
 * Signature ACS3-HMAC-SHA256, the checking side. Source: Alibaba Cloud, "V3 request structure and signature"
 * (2026-11) and `@alicloud/openapi-core` 1.0.8.
 */
const ACS3 = "ACS3-HMAC-SHA256";

/** Without these a signature would not say what is asked of whom and when. */
const MUST_BE_SIGNED = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
] as const;

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** Decoded and encoded anew: what is on the wire leaves `!'()*` as they are, what is signed does not. */
export const canonicalQuery = (query: string): string =>
  formPairs(query)
    .sort(byName)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");

export const canonicalRequest = (request: WireRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    request.path,
    canonicalQuery(request.query),
    signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    signedHeaders.join(";"),
    request.headers["x-acs-content-sha256"] ?? "",
  ].join("\n");

const stringToSign = (request: WireRequest, signedHeaders: readonly string[]): string =>
  `${ACS3}\n${sha256(canonicalRequest(request, signedHeaders))}`;

/** The signature that a request should carry, in hexadecimal. */
export const acs3Signature = (
  request: WireRequest,
  secret: string,
  signedHeaders: readonly string[],
): string => createHmac("sha256", secret).update(stringToSign(request, signedHeaders)).digest("hex");

const incomplete = (what: string): Refusal =>
  new Refusal("IncompleteSignature", `The request signature does not conform to Aliyun standards: ${what}`);

/** Takes the Authorization header apart. */
export function acs3Claim(request: WireRequest, authorization: string): Claim {
  const [algorithm = "", ...rest] = authorization.split(" ");
  if (algorithm !== ACS3) throw incomplete(`the algorithm is not ${ACS3}.`);
  const parts = new Map(
    rest
      .join(" ")
      .split(",")
      .map((part) => {
        const at = Math.max(part.indexOf("="), 0);
        return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
      }),
  );
  const part = (name: string): string => {
    const value = parts.get(name) ?? "";
    if (value === "") throw incomplete(`Authorization has no ${name}.`);
    return value;
  };
  const accessKeyId = part("Credential");
  const signedHeaders = part("SignedHeaders").split(";");
  const signature = part("Signature");
  const { headers } = request;
  for (const name of MUST_BE_SIGNED)
    if (!signedHeaders.includes(name) || (headers[name] ?? "") === "")
      throw incomplete(`${name} is not among the signed headers.`);
  const securityToken = headers["x-acs-security-token"];
  if (securityToken !== undefined && !signedHeaders.includes("x-acs-security-token"))
    throw incomplete("x-acs-security-token is not among the signed headers.");
  return {
    accessKeyId,
    securityToken,
    timestamp: headers["x-acs-date"] ?? "",
    nonce: headers["x-acs-signature-nonce"] ?? "",
    stringToSign: stringToSign(request, signedHeaders),
    isSignedWith: (secret) =>
      sha256(request.body) === headers["x-acs-content-sha256"]?.toLowerCase() &&
      acs3Signature(request, secret, signedHeaders) === signature.toLowerCase(),
  };
}
