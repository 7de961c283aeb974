import { createHmac } from "node:crypto";
import type { Claim } from "./claim.ts";
import { byName, type Pair, percentEncode } from "./form.ts";
import { Refusal } from "./refusal.ts";

/** The RPC signature of before ACS3: HMAC-SHA1 over all parameters. Source: "RPC API signature" (2026-11). */
export function classicStringToSign(method: string, parameters: readonly Pair[]): string {
  const canonical = parameters
    .filter(([name]) => name !== "Signature")
    .sort(byName)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return `${method}&${percentEncode("/")}&${percentEncode(canonical)}`;
}

export const classicSignature = (method: string, parameters: readonly Pair[], secret: string): string =>
  createHmac("sha1", `${secret}&`).update(classicStringToSign(method, parameters)).digest("base64");

/** Parameters of the protocol, not of an operation. */
export const PROTOCOL_PARAMETERS: ReadonlySet<string> = new Set([
  "AccessKeyId",
  "Action",
  "Format",
  "SecurityToken",
  "Signature",
  "SignatureMethod",
  "SignatureNonce",
  "SignatureType",
  "SignatureVersion",
  "Timestamp",
  "Version",
]);

const MANDATORY = ["AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "Timestamp"] as const;

export function classicClaim(method: string, parameters: readonly Pair[]): Claim {
  const named = (name: string): string => parameters.find(([key]) => key === name)?.[1] ?? "";
  for (const name of MANDATORY)
    if (named(name) === "") throw new Refusal(`Missing${name}`, `${name} is mandatory for this action.`);
  if (named("SignatureMethod") !== "HMAC-SHA1" || named("SignatureVersion") !== "1.0")
    throw new Refusal(
      "IncompleteSignature",
      "The request signature does not conform to Aliyun standards: HMAC-SHA1, version 1.0, is expected.",
    );
  return {
    accessKeyId: named("AccessKeyId"),
    securityToken: named("SecurityToken") || undefined,
    timestamp: named("Timestamp"),
    nonce: named("SignatureNonce"),
    stringToSign: classicStringToSign(method, parameters),
    isSignedWith: (secret) => classicSignature(method, parameters, secret) === named("Signature"),
  };
}
