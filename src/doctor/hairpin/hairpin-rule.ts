import type { Citation, Confidence } from "../../core/citation.ts";
import type { RuleCode } from "../../core/finding.ts";
import {
  type CureContext,
  fine,
  notApplicable,
  problem,
  type RemedyOffer,
  type Rule,
} from "../../core/rule.ts";
import type { Text } from "../../core/text.ts";
import type { Branch, Trace } from "../../core/trace.ts";
import { defineFlowRule } from "../define-rule.ts";
import { dialled } from "../dialled.ts";
import { diesAtHome, fails, shareOf } from "../failing-branches.ts";
import { missingFacts } from "../missing-facts.ts";
import { shareInWords } from "../share-in-words.ts";

/** What one kind of client adds to the story of a connection that comes back to its own node. */
export interface HairpinClient {
  readonly code: RuleCode;
  readonly slug: string;
  readonly title: Text;
  readonly confidence: Confidence;
  readonly cites: readonly [Citation, ...Citation[]];
  /** Whether a client of this kind is this rule's. */
  readonly isMine: (kind: string) => boolean;
  /** Ends that this rule tells of; all that die at home where it names none. */
  readonly ends?: (branch: Branch) => boolean;
  /** Who notices, and how. */
  readonly consequence: Text;
  readonly counterfactual: Text;
  readonly remedies: (context: CureContext) => readonly RemedyOffer[];
}

/** The address leads to a socket without any load balancer between, or kube-proxy catches it before one is reached. */
const isDirect = ({ balancer, caughtBy, branches }: Trace): boolean =>
  caughtBy !== undefined ||
  (balancer === undefined && branches.every(({ disposition }) => disposition === "delivered"));

/** Only through the address of the client's own zone; `zonal-hairpin` tells it. */
const isZonal = (trace: Trace): boolean => trace.mode === "per-address" && trace.branches.some(diesAtHome);

/** How a share that dies is told in a finding. */
function failureOf(trace: Trace, failing: readonly Branch[]) {
  const share = shareOf(failing);
  if (trace.mode === "per-client") return { mode: trace.mode, share: null };
  return { mode: share > 0.999 ? "always" : trace.mode, share } as const;
}

/**
 * A rule about one kind of client whose connections come home. Where replies bypass the load balancer `one-arm-dnat` tells
 * it all, and `kubeadm init` has a rule of its own.
 */
export const defineHairpinRule = (of: HairpinClient): Rule =>
  defineFlowRule({
    code: of.code,
    slug: of.slug,
    title: of.title,
    severity: "error",
    category: "hairpin",
    confidence: of.confidence,
    cites: of.cites,
    scope: "flow",
    needs: { client: ["kind"] },
    check: ({ client: { kind } }, { trace }) => {
      if (!of.isMine(kind) || isDirect(trace) || isZonal(trace) || fails(trace, "reply-bypass"))
        return notApplicable;
      const dying = trace.branches.filter(diesAtHome);
      const failing = dying.filter(of.ends ?? diesAtHome);
      // Another rule tells of how these end.
      if (dying.length > 0 && failing.length === 0) return notApplicable;
      if (failing.length === 0)
        return fails(trace, "unknown") ? { kind: "unknown", missing: missingFacts(trace) } : fine;
      return problem({
        message: (who) => {
          const words = shareInWords(shareOf(failing), trace.mode, who, dialled(trace));
          return {
            en: `${words.en} hangs until its timeout: the load balancer keeps the source address and picks the client's own node. ${of.consequence.en}`,
            zh: `${words.zh}会一直挂到超时：负载均衡器保留源地址，并选中了客户端自己所在的节点。${of.consequence.zh}`,
          };
        },
        counterfactual: of.counterfactual,
        failure: failureOf(trace, failing),
        disposition: failing[0]?.disposition ?? "unknown",
        remedies: of.remedies,
      });
    },
  });
