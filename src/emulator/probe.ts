import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Place, sourceFor } from "./real-place.ts";
import type { ProbeFailure, ProbeSettings } from "./types.ts";

export interface ProbeResult {
  readonly ok: boolean;
  readonly failure?: ProbeFailure;
  /** HTTP status that was answered, where one was. */
  readonly status?: number;
}

/** Longest status line that is waited for. */
const MAX_LINE_BYTES = 4096;

/** HTTP/1.1 demands a Host; without one the request is HTTP/1.0, as balancers send it. */
function requestText({ method, path, hostHeader }: ProbeSettings): string {
  const head = hostHeader === undefined ? "HTTP/1.0\r\n" : `HTTP/1.1\r\nHost: ${hostHeader}\r\n`;
  return `${method} ${path} ${head}User-Agent: slbctl-emulator\r\nConnection: close\r\n\r\n`;
}

function failureOf(error: NodeJS.ErrnoException): ProbeFailure {
  const { code = "" } = error;
  if (code === "ECONNREFUSED") return "refused";
  if (["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"].includes(code)) return "timeout";
  return /^(ERR_SSL|ERR_TLS|EPROTO|DEPTH_|CERT_)/.test(code) ? "tls" : "reset";
}

function judge(line: string, codes: ProbeSettings["codes"]): ProbeResult {
  const digits = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(line)?.[1];
  if (digits === undefined) return { ok: false, failure: "status" };
  const status = Number(digits);
  const ok = codes.some(([from, to]) => status >= from && status <= to);
  return ok ? { ok, status } : { ok, status, failure: "status" };
}

function open(place: Place, settings: ProbeSettings, source: string): Socket {
  const options = { ...place, ...sourceFor(place, source) };
  if (settings.protocol !== "https") return connectTcp(options);
  // No balancer verifies the certificate of what it probes.
  return connectTls({ ...options, rejectUnauthorized: false });
}

/** One health probe, from the balancer's address; never throws, never takes longer than its timeout. */
export function probe(
  place: Place,
  settings: ProbeSettings,
  source: string,
  signal: AbortSignal,
): Promise<ProbeResult | undefined> {
  return new Promise((resolve) => {
    const socket = open(place, settings, source);
    let tcpConnected = false;
    let received = "";
    const finish = (result: ProbeResult | undefined) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      socket.destroy();
      resolve(result);
    };
    const abort = () => finish(undefined);
    const timer = setTimeout(() => finish({ ok: false, failure: "timeout" }), settings.timeoutMs);
    signal.addEventListener("abort", abort, { once: true });
    socket.on("connect", () => {
      tcpConnected = true;
      if (settings.protocol === "tcp") finish({ ok: true });
      else if (settings.protocol === "http") socket.write(requestText(settings));
    });
    socket.on("secureConnect", () => socket.write(requestText(settings)));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const end = received.search(/\r?\n/);
      if (end >= 0 || received.length > MAX_LINE_BYTES) finish(judge(received.slice(0, end), settings.codes));
    });
    socket.on("end", () => finish({ ok: false, failure: received === "" ? "reset" : "status" }));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const failure = failureOf(error);
      const inHandshake = settings.protocol === "https" && tcpConnected && failure === "reset";
      finish({ ok: false, failure: inHandshake && error.code !== "ECONNRESET" ? "tls" : failure });
    });
    if (signal.aborted) abort();
  });
}
