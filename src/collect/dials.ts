import type { HostPort } from "../core/facts.ts";
import { canonicalAddress } from "../core/net.ts";

/** Where a text says that something may be dialled. */
export interface Dials {
  readonly dials: readonly HostPort[];
  /** Hosts and addresses that stand alone, without a port. */
  readonly mentions: readonly string[];
}

const NO_DIALS: Dials = { dials: [], mentions: [] };

const HOST = String.raw`\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?`;
/** User and password before `@` are passed over, never kept. */
const URL_FORM = new RegExp(
  String.raw`\b([a-z][a-z0-9+.-]*):\/\/(?:[^\s/@"'<>]*@)?(${HOST})\.?(?::(\d{1,5}))?`,
  "gi",
);
const DOTTED = String.raw`(?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]*:[0-9a-f:.]*\]|(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?`;
const PAIR_FORM = new RegExp(String.raw`(?<![\w./@-])(${DOTTED}):(\d{1,5})(?![\d.])`, "gi");
const ALONE_FORM = new RegExp(String.raw`^(?:--?[\w.-]+=)?(${DOTTED}|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)$`);
const FILE_NAME =
  /\.(?:conf|cfg|ya?ml|json|toml|ini|sh|py|rb|js|ts|go|jar|class|log|sock|pid|crt|cer|key|pem|p12|jks|txt|xml|properties|so|db|lock|html?|csv|gz|zip|tar|md)$/;

/** Ports of schemes that name none; others without a port are only mentioned. */
const PORT_OF: Readonly<Record<string, number>> = {
  https: 443,
  wss: 443,
  http: 80,
  ws: 80,
  ldap: 389,
  ldaps: 636,
};

/** Addresses that are never a load balancer's: unspecified, loopback, link-local, multicast and above. */
const NEVER = /^(?:0\.|127\.|169\.254\.|2(?:2[4-9]|3\d|4\d|5\d)\.|::1?$|fe80:|ff)/;

/** Strings longer than this are scripts or embedded files; they are not searched. */
const MAX_BYTES = 4096;

/** Lower case, no brackets, no final dot; addresses in their one spelling. Undefined for what nobody can dial. */
export function hostOf(text: string): string | undefined {
  const bare = text
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (bare.length > 253 || bare === "localhost") return undefined;
  const address = canonicalAddress(bare);
  if (address !== undefined) return NEVER.test(address) ? undefined : address;
  // Digits and dots that are no address are a version number.
  return /[a-z]/.test(bare) && !bare.includes(":") ? bare : undefined;
}

const TARGET_FORM = new RegExp(
  String.raw`^(?:([a-z][a-z0-9+.-]*):\/\/(?:[^\s/@]*@)?)?(${HOST})\.?(?::(\d{1,5}))?(?:\/.*)?$`,
  "i",
);

/**
 * `host:port`, `[v6]:port` or a URL, as somebody configured it, loopback included; undefined when it is none of
 * them or has no port and no scheme that implies one.
 */
export function hostPortOf(text: string): HostPort | undefined {
  const [, scheme = "", name = "", digits] = TARGET_FORM.exec(text.slice(0, MAX_BYTES)) ?? [];
  const bare = name.replace(/^\[|\]$/g, "").toLowerCase();
  const port = digits === undefined ? PORT_OF[scheme.toLowerCase()] : Number(digits);
  if (bare === "" || port === undefined || port < 1 || port > 65535) return undefined;
  return { host: canonicalAddress(bare) ?? bare, port };
}

/** Every address and name in a text that could be dialled: URLs, `host:port`, or one that is the whole text. */
export function dialsIn(text: string): Dials {
  if (text.length > MAX_BYTES) return NO_DIALS;
  const dials: HostPort[] = [];
  const mentions: string[] = [];
  const add = (name: string, port: number | undefined) => {
    const host = hostOf(name);
    if (host === undefined) return;
    if (port === undefined) mentions.push(host);
    else if (port > 0 && port < 65536) dials.push({ host, port });
  };
  const rest = text.replace(URL_FORM, (_all, scheme: string, host: string, port: string | undefined) => {
    add(host, port === undefined ? PORT_OF[scheme.toLowerCase()] : Number(port));
    return " ";
  });
  for (const [, host, port] of rest.matchAll(PAIR_FORM)) add(host ?? "", Number(port));
  const alone = ALONE_FORM.exec(rest)?.[1];
  if (alone !== undefined && !FILE_NAME.test(alone)) add(alone, undefined);
  return dials.length + mentions.length === 0 ? NO_DIALS : { dials, mentions };
}

/** Whether the raw bytes of a string could hold something that `dialsIn` finds; cheap, errs on the side of yes. */
export function mayNameHost(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > MAX_BYTES || to - from < 3) return false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    // Every URL, pair and address has a dot or a colon; a backslash may hide either.
    if (byte === 0x2e || byte === 0x3a || byte === 0x5c) return true;
  }
  return false;
}
