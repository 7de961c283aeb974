import type { EmittedFile } from "../emitted-file.ts";
import { haproxyConfig, onMaster } from "./haproxy-config.ts";
import type { HealthShim } from "./health-shim.ts";
import { readme } from "./readme.ts";
import { staticPod } from "./static-pod.ts";
import { systemdUnit } from "./systemd-unit.ts";

/** Configuration files by the port of the API server: one for all masters, or one per port where they differ. */
function configsOf(shim: HealthShim) {
  const ports = [...new Set(shim.masters.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.map((port) => ({
    port,
    file: ports.length === 1 ? "haproxy.cfg" : `haproxy-${port}.cfg`,
    masters: shim.masters.filter((master) => master.port === port).map(({ name }) => name),
  }));
}

/** Everything that a master needs to answer the load balancer's plain HTTP check. Pure. */
export function renderHealthShim(shim: HealthShim): readonly EmittedFile[] {
  const configs = configsOf(shim);
  return [
    ...configs.map(({ file, port }) => ({
      path: file,
      text: haproxyConfig(onMaster(shim.port, port, shim.anonymousAuth)),
    })),
    { path: "static-pod.yaml", text: staticPod(shim) },
    { path: "slbctl-health-shim.service", text: systemdUnit() },
    { path: "README.md", text: readme({ shim, configs }, "en") },
    { path: "README.zh-CN.md", text: readme({ shim, configs }, "zh") },
  ];
}
