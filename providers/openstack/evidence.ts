import * as z from "zod/mini";
import type { Origin } from "../../src/core/fact.ts";
import { canonicalAddress, canonicalCidr } from "../../src/core/net.ts";
import { type Observation, observed } from "../../src/core/observation.ts";
import type { EvidenceDocument, ProviderEvidence } from "../../src/core/provider.ts";

/**
 * A Neutron port as `openstack port show … -f json` prints it, and as the API lists it (`GET /v2.0/ports`): the names of
 * the fields are the same (python-openstackclient's network port command; Networking API v2.0, checked 2026-11-23).
 * `openstack port list` prints no allowed pairs.
 */
const port = z.looseObject({
  id: z.string(),
  device_id: z.string(),
  mac_address: z.string(),
  allowed_address_pairs: z.array(z.looseObject({ ip_address: z.string() })),
  fixed_ips: z.array(z.looseObject({ ip_address: z.string() })),
  port_security_enabled: z.optional(z.nullable(z.boolean())),
});
const ports = z.looseObject({ ports: z.array(port) });

/** Without port security nothing is filtered. */
const ANYTHING = ["0.0.0.0/0", "::/0"];

const range = (text: string): string => canonicalAddress(text) ?? canonicalCidr(text) ?? text;

function* portFacts(each: z.infer<typeof port>, origin: Origin): Iterable<Observation> {
  if (each.device_id === "") return;
  const pairs = each.allowed_address_pairs.map(({ ip_address: address }) => range(address));
  const allowed = each.port_security_enabled === false ? ANYTHING : pairs;
  yield observed("instance", each.device_id, "allowedAddresses", allowed, origin);
  yield observed("instance", each.device_id, "interfaceIds", [each.id], origin);
  const own = each.fixed_ips.flatMap(({ ip_address: address }) => canonicalAddress(address) ?? []);
  if (own.length > 0) yield observed("instance", each.device_id, "addresses", own, origin);
}

function recognise({ value, source }: EvidenceDocument): Iterable<Observation> | undefined {
  const list = ports.safeParse(value);
  const one = list.success ? undefined : port.safeParse(value);
  const found = list.success ? list.data.ports : one?.success === true ? [one.data] : [];
  if (found.length === 0) return undefined;
  return found.flatMap((each) => [...portFacts(each, { kind: "observed", source })]);
}

export const evidence: ProviderEvidence = { recognise };
