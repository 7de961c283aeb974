import { keptSource, proxied } from "../../src/core/behaviours.ts";
import type { ForwardingModel } from "../../src/core/forwarding.ts";

const checked = "2026-11-23";

/** The source hash of the OVN provider covers the port. */
export const models: readonly ForwardingModel[] = [
  {
    id: "openstack/octavia-amphora",
    title: "OpenStack Octavia, amphora provider, TCP or HTTP listener",
    cites: [
      {
        kind: "source",
        title: "haproxy without usesrc: a full proxy",
        at: "openstack/octavia:octavia/common/jinja/haproxy",
        checked,
      },
      {
        kind: "lab",
        title:
          "With both addresses rewritten a client that is itself a backend is served, by itself or by others",
        checked,
      },
    ],
    confidence: "high",
    cases: [{ when: {}, is: proxied({ weighted: true }) }],
  },
  {
    id: "openstack/octavia-ovn",
    title: "OpenStack Octavia, OVN provider, on a logical switch",
    cites: [
      {
        kind: "source",
        title: "Only SOURCE_IP_PORT: each connection anew",
        at: "openstack/ovn-octavia-provider:doc/source/admin/driver.rst",
        checked,
      },
      {
        kind: "documentation",
        title:
          "OVN puts the VIP (or hairpin_snat_ip) as source of what comes back to its sender, on logical switches",
        at: "https://www.mail-archive.com/ovs-dev@openvswitch.org/msg40569.html",
        checked,
      },
    ],
    confidence: "medium",
    cases: [{ when: {}, is: { ...keptSource(), onSelf: "snat" } }],
  },
  // Depends on topology and version of OVN.
  {
    id: "openstack/octavia-ovn-router",
    title: "OpenStack Octavia, OVN provider, on a router with a distributed gateway port",
    cites: [
      {
        kind: "issue",
        title: "Destination NAT without source NAT: the reply would have equal source and destination",
        at: "https://github.com/canonical/lxd/issues/14166",
        checked,
      },
      {
        kind: "lab",
        title:
          "Destination NAT through a fabric with the source kept: a SYN that comes back to its sender is dropped as a martian source before TCP",
        checked,
      },
    ],
    confidence: "low",
    cases: [{ when: {}, is: keptSource() }],
  },
];
