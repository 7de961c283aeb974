import type { WireRequest } from "../../../../src/emulator/types.ts";
import { acs3Claim } from "./acs3.ts";
import type { Claim } from "./claim.ts";
import { classicClaim, PROTOCOL_PARAMETERS } from "./classic-signature.ts";
import { formPairs, type Pair } from "./form.ts";

/** One RPC request, whichever way it was signed. */
export interface Asked {
  readonly action: string;
  readonly version: string;
  /** Parameters of the operation, from query and form body. */
  readonly parameters: readonly Pair[];
  /** Throws a Refusal where nothing, or not enough, is claimed. */
  readonly claim: () => Claim;
}

const isForm = (contentType: string | undefined): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(contentType ?? "");

export function readAsked(request: WireRequest): Asked {
  const { headers, method, query, body } = request;
  const pairs = [
    ...formPairs(query),
    ...(isForm(headers["content-type"]) ? formPairs(body.toString("utf8")) : []),
  ];
  const { authorization } = headers;
  if (authorization !== undefined)
    return {
      action: headers["x-acs-action"] ?? "",
      version: headers["x-acs-version"] ?? "",
      parameters: pairs,
      claim: () => acs3Claim(request, authorization),
    };
  const named = (name: string): string => pairs.find(([key]) => key === name)?.[1] ?? "";
  return {
    action: named("Action"),
    version: named("Version"),
    parameters: pairs.filter(([name]) => !PROTOCOL_PARAMETERS.has(name)),
    claim: () => classicClaim(method, pairs),
  };
}
