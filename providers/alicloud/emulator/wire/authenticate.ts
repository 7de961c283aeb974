import { createHash } from "node:crypto";
import type { Claim } from "./claim.ts";
import { Refusal } from "./refusal.ts";

export interface Credential {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Hash of key and nonce → second at which it may be forgotten. */
export type Nonces = Record<string, number>;

/** A signature is good for a quarter of an hour either way; so long a nonce is remembered, too. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;
/** More are not remembered, so that the state stays small. */
const MOST_NONCES = 2000;

function checkTime({ timestamp }: Claim, now: number): void {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at))
    throw new Refusal("InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
  if (Math.abs(now - at) > CLOCK_TOLERANCE_MS)
    throw new Refusal("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
}

/** Keys of the security token service are good only together with a token; what it says is not looked at. */
function checkToken({ accessKeyId, securityToken }: Claim): void {
  if (accessKeyId.startsWith("STS.") && securityToken === undefined)
    throw new Refusal("MissingSecurityToken", "SecurityToken is mandatory for this action.");
  if (securityToken !== undefined && !/^[\x21-\x7e]{1,4096}$/.test(securityToken))
    throw new Refusal("InvalidSecurityToken.Malformed", "The specified SecurityToken is malformed.");
}

function burn({ accessKeyId, nonce }: Claim, nonces: Nonces, now: number): void {
  const second = Math.floor(now / 1000);
  for (const [hash, until] of Object.entries(nonces)) if (until < second) delete nonces[hash];
  const hash = `n${createHash("sha256").update(`${accessKeyId} ${nonce}`).digest("hex").slice(0, 16)}`;
  if (Object.hasOwn(nonces, hash))
    throw new Refusal("SignatureNonceUsed", "Specified signature nonce was used already.");
  const [oldest] = Object.keys(nonces);
  if (oldest !== undefined && Object.keys(nonces).length >= MOST_NONCES) delete nonces[oldest];
  nonces[hash] = second + CLOCK_TOLERANCE_MS / 1000;
}

/** Checks who signed, when, with what, and that this very request was not seen before. */
export function authenticate(
  claim: Claim,
  credentials: readonly Credential[],
  nonces: Nonces,
  now: number,
): void {
  checkTime(claim, now);
  const known = credentials.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (known === undefined)
    throw new Refusal("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404);
  checkToken(claim);
  if (!claim.isSignedWith(known.accessKeySecret))
    throw new Refusal(
      "SignatureDoesNotMatch",
      `Specified signature is not matched with our calculation. server string to sign is:${claim.stringToSign}`,
    );
  burn(claim, nonces, now);
}
