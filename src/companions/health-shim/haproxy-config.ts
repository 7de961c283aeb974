import { MARK } from "../emitted-file.ts";
import { SHIM_FOLDER, SHIM_PATHS } from "./health-shim.ts";

export interface HaproxyShim {
  /** Address and port on which the shim answers; `*` is every address. */
  readonly bind: string;
  /** Where the local API server listens. */
  readonly apiServer: string;
  /** Name that the API server's certificate must carry: kubeadm's has `kubernetes`, but not 127.0.0.1. */
  readonly serverName: string;
  readonly caFile: string;
  /** Certificate and key in one PEM file; undefined where strangers may ask for health. */
  readonly clientPem: string | undefined;
}

/** How the shim stands on a master. */
export const onMaster = (port: number, apiPort: number, anonymousAuth: boolean): HaproxyShim => ({
  bind: `*:${port}`,
  apiServer: `127.0.0.1:${apiPort}`,
  serverName: "kubernetes",
  caFile: "/etc/kubernetes/pki/ca.crt",
  clientPem: anonymousAuth ? undefined : `${SHIM_FOLDER}/client.pem`,
});

const backendOf = (path: string): string => `api-server${path.replace("/", "-")}`;

const INTERVAL_SECONDS = 2;
/** For the TCP and the TLS handshake together (haproxy takes the shorter of `timeout connect` and `inter`). */
const HANDSHAKE_SECONDS = 2;
/** From then until the status line. */
const ANSWER_SECONDS = 3;

/**
 * Seconds after its start for which the shim says 503: haproxy takes a server for up until the first check has come
 * back. One more, because its clock counts whole seconds. (`init-state down` says the same, but from 3.1 on only.)
 */
export const WARM_UP_SECONDS = INTERVAL_SECONDS + HANDSHAKE_SECONDS + ANSWER_SECONDS + 1;

/** A resumed TLS session shows no certificate, so every check makes a full handshake: `no-ssl-reuse`. */
function backend(path: string, shim: HaproxyShim): string {
  const client = shim.clientPem === undefined ? "" : ` crt ${shim.clientPem}`;
  return `# GET is asked whatever the load balancer asks: the API server's own rules let strangers GET but not HEAD.
backend ${backendOf(path)}
    mode http
    option httpchk
    http-check send meth GET uri ${path} ver HTTP/1.1 hdr Host ${shim.serverName}
    http-check expect status 200
    server local ${shim.apiServer} check check-ssl no-ssl-reuse inter ${INTERVAL_SECONDS}s fastinter 1s fall 1 rise 1 verify required ca-file ${shim.caFile} verifyhost ${shim.serverName} check-sni ${shim.serverName}${client}
`;
}

/** Probes come from 100.64.0.0/10 (Alibaba Cloud) or from inside the network; nobody else has to know. */
const ASKERS = [
  "100.64.0.0/10",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "127.0.0.0/8",
  "fc00::/7",
  "::1",
];

function answers(path: string): string {
  const up = `{ nbsrv(${backendOf(path)}) ge 1 }`;
  return `    http-request return status 200 content-type text/plain string ok if { path ${path} } ${up} !warming-up
    http-request return status 503 content-type text/plain string "the local API server is not ready" if { path ${path} }
`;
}

/**
 * haproxy (2.4 or newer) as the shim: it asks the local API server over verified TLS every two seconds and answers from
 * that; no request of a client is ever passed on.
 */
export const haproxyConfig = (shim: HaproxyShim): string => `# ${MARK}: health shim of a master
global
    log stdout format raw local0 notice
    maxconn 200
    nbthread 1
    set-var proc.started date

defaults
    mode http
    log global
    timeout connect ${HANDSHAKE_SECONDS}s
    timeout check ${ANSWER_SECONDS}s
    timeout client 5s
    timeout server 5s
    timeout http-request 3s
    timeout http-keep-alive 15s

frontend health
    bind ${shim.bind}
    maxconn 100
    tcp-request connection reject unless { src ${ASKERS.join(" ")} }
    # A server counts as up until its first check has come back.
    acl warming-up date,sub(proc.started) lt ${WARM_UP_SECONDS}
    # METH_GET is true of GET and HEAD.
    http-request return status 405 content-type text/plain string "GET or HEAD" hdr Allow "GET, HEAD" unless METH_GET
${SHIM_PATHS.map(answers).join("")}    http-request return status 404 content-type text/plain string "${SHIM_PATHS.join(" or ")}"

${SHIM_PATHS.map((path) => backend(path, shim)).join("\n")}`;
