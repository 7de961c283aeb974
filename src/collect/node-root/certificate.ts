import { X509Certificate } from "node:crypto";
import type { Origin } from "../../core/fact.ts";
import { canonicalAddress } from "../../core/net.ts";
import { type Observation, observed, unreadable } from "../../core/observation.ts";

/** OpenSSL's text form, as Node prints it: `DNS:kubernetes, IP Address:10.0.0.1`; odd values are in double quotes. */
const ENTRY = /(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;

const unquoted = (text: string): string =>
  text.startsWith('"') ? (JSON.parse(text) as string) : text.trim();

/** Whom the certificate of a node's API server is for. Nothing else of it is kept. */
export function* apiServerCertificate(
  { node, text }: { readonly node: string; readonly text: string },
  origin: Origin,
): Iterable<Observation> {
  try {
    const names = new X509Certificate(text).subjectAltName ?? "";
    const sans = [...names.matchAll(ENTRY)].map(([, , value = ""]) => unquoted(value).toLowerCase());
    const spelt = sans.map((name) => canonicalAddress(name) ?? name);
    yield observed("node", node, "apiServerSans", [...new Set(spelt)].sort(), origin);
  } catch {
    yield unreadable(
      "node",
      node,
      "apiServerSans",
      { en: `${origin.source} holds no readable certificate`, zh: `${origin.source} 中没有可读的证书` },
      origin,
      "openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -ext subjectAltName",
    );
  }
}
