import { expect, test } from "vitest";
import { clb, clusterJson, LB, masters, told, verdictsOf } from "./cluster.ts";

/**
 * client-go pings after 30 s without a frame (kubernetes/apimachinery, pkg/util/net/http.go); 20 s cut `logs -f`
 * (kubernetes/kubeadm#2227), 35 s is what kubeadm's guide says now.
 */
test.each([
  [20, "warning"],
  [30, "warning"],
  [31, "info"],
  [35, "info"],
  [45, "info"],
  [46, "fine"],
  [900, "fine"],
])("SLB601 of a CLB whose connections live %i s idle: %s", async (EstablishedTimeout, verdict) => {
  const said = await told({
    "cluster.json": clusterJson(`${LB}:6443`),
    ...clb(masters, { EstablishedTimeout }),
  });
  expect(verdictsOf(said, "SLB601")).toEqual([verdict]);
});
