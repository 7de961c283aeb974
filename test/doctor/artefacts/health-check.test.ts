import { describe, expect, test } from "vitest";
import { clb, clusterJson, LB, masters, told, verdictsOf } from "./cluster.ts";

const cluster = { "cluster.json": clusterJson(`${LB}:6443`) };
/** An HTTP check on a port of its own, as `aliyun slb DescribeLoadBalancerTCPListenerAttribute` prints one. */
const http = {
  HealthCheckType: "http",
  HealthCheckConnectPort: 6440,
  HealthCheckURI: "/readyz",
  HealthCheckHttpCode: "http_2xx",
};

describe("SLB206 from a CLB's HTTP check", () => {
  test("fires, with low confidence, where the answer says HEAD", async () => {
    const said = await told({ ...cluster, ...clb(masters, { ...http, HealthCheckMethod: "head" }) });
    expect(verdictsOf(said, "SLB206")).toEqual(["warning"]);
    expect(said.findings.find(({ code }) => code === "SLB206")).toMatchObject({
      confidence: "low",
      message: expect.stringContaining("says 403") as string,
    });
  });

  test("is silent on GET, and leaves TCP and a TLS port to others", async () => {
    const get = await told({ ...cluster, ...clb(masters, { ...http, HealthCheckMethod: "get" }) });
    expect(verdictsOf(get, "SLB206")).toEqual(["fine"]);
    expect(verdictsOf(await told({ ...cluster, ...clb(masters) }), "SLB206")).toEqual(["not applicable"]);
    const onTls = { ...http, HealthCheckConnectPort: 6443, HealthCheckMethod: "head" };
    const said = await told({ ...cluster, ...clb(masters, onTls) });
    expect(verdictsOf(said, "SLB206")).toEqual(["not applicable"]);
    expect(verdictsOf(said, "SLB201")).toEqual(["error"]);
  });
});
