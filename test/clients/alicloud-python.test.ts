import { join } from "node:path";
import { expect, test } from "vitest";
import { missing, pythonWith, runProgram } from "../skip.ts";
import { serveSlb } from "./alicloud-world.ts";

/** Script, the module it needs, the package that has it, and the network of its world. */
const CLIENTS = [
  ["alicloud_slb.py", "alibabacloud_slb20140515", "alibabacloud_slb20140515", "91"],
  ["alicloud_slb_classic.py", "aliyunsdkslb", "aliyun-python-sdk-slb", "92"],
] as const;

test.for(CLIENTS)(
  "%s: Alibaba Cloud's own SDK works against the emulated SLB",
  {
    timeout: 60_000,
  },
  async ([script, module, name, net], context) => {
    const python = pythonWith(module);
    if (python === undefined) return context.skip(missing(module));
    const { url, stop } = await serveSlb(net);
    try {
      const env = { PATH: process.env["PATH"], HOME: "/nonexistent", PYTHONDONTWRITEBYTECODE: "1" };
      const parameters = [join(import.meta.dirname, script), url];
      const { status, output } = await runProgram(python, parameters, { env, timeoutMs: 50_000 });
      expect(output).not.toContain("FAILED");
      expect(output).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: 0 failed$`, "m"));
      expect(status, output).toBe(0);
    } finally {
      await stop();
    }
  },
);
