import { digest } from "../../src/core/digest.ts";

/**
 * ClientToken of CreateLoadBalancer (at most 64 ASCII characters): the wish, so that another wish never meets "same
 * token, other parameters", and the connection's nonce.
 *
 * Why a nonce: what the API answers to a token whose load balancer was deleted meanwhile is not documented; it may be
 * the dead one's id. With the nonce a token is only ever repeated by the process that made it, while its own answer is
 * outstanding, which is the documented use. A process that was killed before it saw the answer is followed by one that
 * finds the load balancer by its tag, which CreateLoadBalancer sets in the same call.
 */
export const createToken = (region: string, nonce: string, request: object): string =>
  `slbctl-${digest({ region, request }).slice(0, 32)}-${nonce.slice(0, 16)}`;
