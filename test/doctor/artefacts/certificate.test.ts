import { describe, expect, test } from "vitest";
import { clb, clusterJson, kubeconfig, LB, masters, told, verdictsOf } from "./cluster.ts";

/**
 * Made with OpenSSL 3 (`openssl req -x509 -newkey ec … -addext subjectAltName=…`), its key thrown away: the names that
 * kubeadm gives to m1's API server, 10.0.1.11, without a control-plane endpoint.
 */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIICAjCCAaigAwIBAgIUEH7kCAK9edcbZuY9aNJisybtKF4wCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOa3ViZS1hcGlzZXJ2ZXIwHhcNMjYxMTIzMjEzMTQ0WhcNMzYx
MTIwMjEzMTQ0WjAZMRcwFQYDVQQDDA5rdWJlLWFwaXNlcnZlcjBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABDYDT5ygEWgOLjjA6bIBL3T/Yei0lLX0XYCehhJqUT7K
OXAx37nf08ErSMXQ4VIy6dK9mVeLwVmFyKX1xE5dzbmjgc0wgcowHQYDVR0OBBYE
FAYaVtgs0vLMY06r1k4Ykn7P3RNWMB8GA1UdIwQYMBaAFAYaVtgs0vLMY06r1k4Y
kn7P3RNWMA8GA1UdEwEB/wQFMAMBAf8wdwYDVR0RBHAwboIKa3ViZXJuZXRlc4IS
a3ViZXJuZXRlcy5kZWZhdWx0ghZrdWJlcm5ldGVzLmRlZmF1bHQuc3ZjgiRrdWJl
cm5ldGVzLmRlZmF1bHQuc3ZjLmNsdXN0ZXIubG9jYWyCAm0xhwQKYAABhwQKAAEL
MAoGCCqGSM49BAMCA0gAMEUCIQCvfDuJam2AlTXgd9I9F3HJhkXp6KNMhFkBo7Z/
w8zRvQIgX56jDNEwdfLh+CMpZptyav8L5vRtbzzIRuTEY9iGVWA=
-----END CERTIFICATE-----
`;

const files = (server: string, more = "", certificate = CERTIFICATE) => ({
  "cluster.json": clusterJson(`${LB}:6443`),
  ...clb(masters),
  config: kubeconfig(server, more),
  ...(certificate === "" ? {} : { "nodes/m1/etc/kubernetes/pki/apiserver.crt": certificate }),
});

describe("SLB501 from an API server's certificate", () => {
  test("fires where it does not have the load balancer's address, and says what share fails", async () => {
    const said = await told(files(`https://${LB}:6443`));
    expect(verdictsOf(said, "SLB501")).toEqual(["error"]);
    const found = said.findings.find(({ code }) => code === "SLB501");
    expect(found?.message).toContain(`on m1 does not name ${LB}`);
    expect(found?.failure.share).toBeCloseTo(1 / 3, 9);
    const read = found?.evidence.find(({ value }) => value.includes("apiServerSans"));
    expect(read?.source).toBe("nodes/m1/etc/kubernetes/pki/apiserver.crt");
    // As `openssl x509 -ext subjectAltName` lists them.
    for (const name of ["kubernetes.default.svc.cluster.local", "10.96.0.1", "10.0.1.11"])
      expect(read?.value).toContain(name);
  });

  test("a name that the kubeconfig looks for instead counts, and so does the master's own address", async () => {
    const cluster = { "cluster.json": clusterJson("10.0.1.11:6443") };
    const named = { ...files("https://192.0.2.9:6443", "    tls-server-name: Kubernetes\n"), ...cluster };
    expect(verdictsOf(await told(named), "SLB501")).toEqual(["cannot tell"]);
    const all = Object.fromEntries(
      ["m1", "m2", "m3"].map((node) => [`nodes/${node}/etc/kubernetes/pki/apiserver.crt`, CERTIFICATE]),
    );
    expect(verdictsOf(await told({ ...named, ...all }), "SLB501")).toEqual(["fine"]);
    const own = { ...files("https://10.0.1.11:6443"), ...cluster };
    expect(verdictsOf(await told(own), "SLB501")).toEqual(["fine"]);
    const unchecked = {
      ...files("https://192.0.2.9:6443", "    insecure-skip-tls-verify: true\n"),
      ...cluster,
    };
    expect(verdictsOf(await told(unchecked), "SLB501")).toEqual(["fine"]);
  });

  test("without a certificate kubeadm's endpoint and certSANs count, and nothing else", async () => {
    expect(verdictsOf(await told(files(`https://${LB}:6443`, "", "")), "SLB501")).toEqual(["fine"]);
    const other = files("https://api.example.com:6443", "", "");
    const said = await told(other);
    expect(verdictsOf(said, "SLB501")).toEqual(["cannot tell"]);
    expect(said.inconclusive.find(({ code }) => code === "SLB501")?.missing).toHaveLength(3);
    const configuration = "apiServer:\n  certSANs: [API.example.com]\n";
    const listed = { ...other, "cluster.json": clusterJson(`${LB}:6443`, { configuration }) };
    expect(verdictsOf(await told(listed), "SLB501")).toEqual(["fine"]);
  });

  test("what is no certificate is told as such", async () => {
    const said = await told(files("https://api.example.com:6443", "", "not a certificate\n"));
    expect(verdictsOf(said, "SLB501")).toEqual(["cannot tell"]);
  });
});
