import type { CureContext, RemedyOffer } from "../../core/rule.ts";
import { localApiServer } from "./local-api-server.ts";
import { redirectAtHome } from "./redirect-at-home.ts";
import { replaceClientAddress } from "./replace-client-address.ts";

/** Cures for clients of the API servers on masters, in order of preference. */
export const atHome = (context: CureContext): readonly RemedyOffer[] => [
  ...localApiServer(context),
  ...replaceClientAddress(context),
  ...redirectAtHome(context),
];
