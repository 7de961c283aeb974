import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { WireRequest } from "../../../../src/emulator/types.ts";
import { Refusal } from "./refusal.ts";

/** Signature Version 4, the checking side. Source: AWS General Reference, "Signing AWS API requests", 2026-11. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
/** A signature is good for five minutes either way. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();

/** RFC 3986: everything but letters, digits and `-_.~` is escaped. */
const uriEncode = (text: string): string =>
  encodeURIComponent(Buffer.from(text, "utf8").toString("utf8")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const uriDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "." && segment !== "") kept.push(uriEncode(segment));
  }
  const joined = `/${kept.join("/")}`;
  return path.endsWith("/") && joined !== "/" ? `${joined}/` : joined;
}

function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
      return [uriEncode(uriDecode(name)), uriEncode(uriDecode(value))] as const;
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : x > y ? 1 : 0) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalRequest(request: WireRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders
    .map(
      (name) =>
        `${name}:${(Object.hasOwn(request.headers, name) ? (request.headers[name] ?? "") : "").trim().replace(/ +/g, " ")}\n`,
    )
    .join("");
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
}

/** The signature that a request should carry, in hexadecimal. */
export function signatureOf(
  request: WireRequest,
  secret: string,
  scope: Pick<Authorization, "date" | "region" | "service" | "signedHeaders">,
): string {
  const day = scope.date.slice(0, 8);
  const toSign = [
    ALGORITHM,
    scope.date,
    `${day}/${scope.region}/${scope.service}/aws4_request`,
    sha256(canonicalRequest(request, scope.signedHeaders)),
  ].join("\n");
  const key = [scope.region, scope.service, "aws4_request"].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, day));
  return hmac(key, toSign).toString("hex");
}

const incomplete = (what: string): Refusal => new Refusal("IncompleteSignature", what, 400);

/** Takes the Authorization header apart; refuses one that is absent or lacks a part. */
export function parseAuthorization(request: WireRequest): Authorization {
  const header = request.headers["authorization"];
  if (header === undefined || header === "")
    throw new Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  if (!header.startsWith(`${ALGORITHM} `))
    throw incomplete(`Authorization header must begin with ${ALGORITHM}.`);
  const parts = new Map(
    header
      .slice(ALGORITHM.length + 1)
      .split(",")
      .map((part) => {
        const at = part.indexOf("=");
        return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()] as const;
      }),
  );
  const [credential, signed, signature] = ["Credential", "SignedHeaders", "Signature"].map((name) => {
    const value = parts.get(name);
    if (value === undefined || value === "")
      throw incomplete(`Authorization header requires '${name}' parameter.`);
    return value;
  }) as [string, string, string];
  const [accessKeyId, day, region, service, terminator, ...rest] = credential.split("/");
  const date = request.headers["x-amz-date"] ?? "";
  if (!/^\d{8}T\d{6}Z$/.test(date))
    throw incomplete("Date must be in ISO-8601 'basic format', in a header named X-Amz-Date.");
  if (!accessKeyId || !day || !region || !service || terminator !== "aws4_request" || rest.length > 0)
    throw incomplete(
      "Credential must have exactly 5 slash-delimited elements: keyid/date/region/service/term.",
    );
  const signedHeaders = signed.split(";");
  if (day !== date.slice(0, 8) || !signedHeaders.includes("host"))
    throw incomplete("Credential date must match the date header, and 'host' must be a signed header.");
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

const basicDate = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/[-:]|\.\d+/g, "");

const parseBasicDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** Checks who signed, for which service, when and what; returns the scope, or refuses the way AWS does. */
export function authenticate(
  request: WireRequest,
  expected: { readonly service: string; readonly credentials: readonly Credential[]; readonly now: number },
): Authorization {
  const claim = parseAuthorization(request);
  const known = expected.credentials.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (known === undefined || known.sessionToken !== request.headers["x-amz-security-token"])
    throw new Refusal("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  const mismatch = (message: string) => new Refusal("SignatureDoesNotMatch", message, 403);
  if (claim.service !== expected.service)
    throw mismatch(`Credential should be scoped to correct service: '${expected.service}'.`);
  const signedAt = parseBasicDate(claim.date);
  const { now } = expected;
  if (Number.isNaN(signedAt)) throw incomplete("Date must be a date.");
  if (Math.abs(now - signedAt) > CLOCK_TOLERANCE_MS) {
    // EC2 has a code of its own for this, which SDKs also take as clock skew.
    if (expected.service === "ec2") throw new Refusal("RequestExpired", "Request has expired.", 400);
    throw mismatch(
      now > signedAt
        ? `Signature expired: ${claim.date} is now earlier than ${basicDate(now - CLOCK_TOLERANCE_MS)} (${basicDate(now)} - 5 min.)`
        : `Signature not yet current: ${claim.date} is still later than ${basicDate(now + CLOCK_TOLERANCE_MS)} (${basicDate(now)} + 5 min.)`,
    );
  }
  const wanted = Buffer.from(signatureOf(request, known.secretAccessKey, claim), "utf8");
  const given = Buffer.from(claim.signature, "utf8");
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given))
    throw mismatch(
      "The request signature we calculated does not match the signature you provided. " +
        "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
  return claim;
}
