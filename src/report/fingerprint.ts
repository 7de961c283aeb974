import { digest } from "../core/digest.ts";
import type { Finding } from "../core/finding.ts";

/** What a finding is about, without nodes and counts: a client and where it dials, or the subject that was judged. */
export function subjectOf({ client, subject, target }: Finding): string {
  if (client === null) return subject;
  return target === null ? client.name : `${client.name} -> ${target.host}:${target.port}`;
}

/** Equal for the same finding in any run and order: code, subject, client and target, never evidence or words. */
export const fingerprint = ({ code, subject, client, target }: Finding): string =>
  digest({ code, subject: client === null ? subject : client.name, target }).slice(0, 16);
