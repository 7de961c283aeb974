import { operation } from "./call.ts";
import { ACCOUNT } from "./state.ts";
import { structure } from "./wire/shape.ts";

/** Who the emulated credentials belong to; SDKs and Terraform ask this before anything else. */
export const stsOperations = {
  GetCallerIdentity: operation("read", structure({}), () => ({
    Arn: `arn:aws:iam::${ACCOUNT}:user/emulator`,
    UserId: "AIDAEMULATOREXAMPLE00",
    Account: ACCOUNT,
  })),
};
