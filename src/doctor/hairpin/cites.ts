import type { Citation } from "../../core/citation.ts";

export const MARTIAN: Citation = {
  kind: "lab",
  title:
    "A SYN that comes back to the node whose address it carries is dropped as a martian source before TCP, whatever rp_filter says (Linux 6.18)",
  checked: "2026-11-23",
};
export const KUBEADM_JOINS: Citation = {
  kind: "issue",
  title: "kubeadm behind a load balancer that does not hairpin: joins fail in a share of attempts",
  at: "https://github.com/kubernetes/kubeadm/issues/1685",
  checked: "2026-11-23",
};
export const LOCAL_MODE: Citation = {
  kind: "source",
  title: "ControlPlaneKubeletLocalMode, on by default since kubeadm 1.33 (KEP-4471)",
  at: "https://github.com/kubernetes/kubernetes/pull/129956",
  checked: "2026-11-23",
};
