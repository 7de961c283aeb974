import type { Language } from "../../core/text.ts";
import { MARK } from "../emitted-file.ts";
import { WARM_UP_SECONDS } from "./haproxy-config.ts";
import { type HealthShim, SHIM_FOLDER, SHIM_PATHS } from "./health-shim.ts";
import { SHIM_IMAGE, SHIM_UID } from "./static-pod.ts";

export interface ReadmeInput {
  readonly shim: HealthShim;
  /** Configuration file of each master, by the file's name. */
  readonly configs: readonly { readonly file: string; readonly masters: readonly string[] }[];
}

/** Name that the client certificate carries; nothing else knows it. */
const CLIENT_NAME = "slbctl-health-shim";

/**
 * In a subshell, so that the key is never readable for others. With its own serial number, so that no ca.srl is left in
 * kubeadm's folder; for clients only, since the cluster's CA would make it good for servers too.
 */
const certificateCommands = `(
umask 077; set -e
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=${CLIENT_NAME} -keyout client.key -out client.csr
echo extendedKeyUsage=clientAuth > client.ext
openssl x509 -req -in client.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -set_serial 0x$(openssl rand -hex 16) -days 3650 -extfile client.ext -out client.crt
cat client.crt client.key > ${SHIM_FOLDER}/client.pem
rm client.csr client.ext client.crt client.key
)`;

const roleCommands = `kubectl create clusterrole ${CLIENT_NAME} --verb=get ${SHIM_PATHS.map((path) => `--non-resource-url=${path}`).join(" ")}
kubectl create clusterrolebinding ${CLIENT_NAME} --clusterrole=${CLIENT_NAME} --user=${CLIENT_NAME}`;

const copyCommand = ({ configs }: ReadmeInput): string =>
  [
    ...configs.map(
      ({ file, masters }) =>
        `install -D -m 0644 ${file} ${SHIM_FOLDER}/haproxy.cfg${configs.length > 1 ? `    # ${masters.join(", ")}` : ""}`,
    ),
    `install -m 0644 README.md README.zh-CN.md ${SHIM_FOLDER}/`,
  ].join("\n");

const checkCommands = ({ shim }: ReadmeInput): string => `curl -i http://127.0.0.1:${shim.port}${shim.path}
curl -I http://127.0.0.1:${shim.port}${shim.path}`;

function english(input: ReadmeInput): string {
  const { shim } = input;
  const client = `
## Client certificate

The spec says \`kubernetes.anonymousAuth: false\`: the API server answers strangers with 401, so the shim shows a
certificate. On each master, as root, before the shim is started there: on the first one \`kubeadm init phase certs ca\` makes
the CA ahead of \`kubeadm init\`, the others have it after \`kubeadm join\`. Where the CA's key is not on the masters, have
client.csr signed by the cluster (signer \`kubernetes.io/kube-apiserver-client\`).

\`\`\`sh
${certificateCommands}
chown root:haproxy ${SHIM_FOLDER}/client.pem && chmod 0640 ${SHIM_FOLDER}/client.pem    # only with systemd
chown ${SHIM_UID}:${SHIM_UID} ${SHIM_FOLDER}/client.pem && chmod 0400 ${SHIM_FOLDER}/client.pem    # only with the static pod
\`\`\`

It needs no role: \`system:public-info-viewer\` lets every authenticated user GET the health paths. Only where that binding was
taken away (the shim's log says \`code: 403\`):

\`\`\`sh
${roleCommands}
\`\`\`

**When the certificate expires, all masters leave the load balancer at the same moment**; put the date
(\`openssl x509 -enddate -noout -in ${SHIM_FOLDER}/client.pem\`) into your monitoring.
From Kubernetes 1.32 on an AuthenticationConfiguration that allows anonymous requests to /healthz,
/readyz and /livez only is the better way: no certificate is needed then.
`;
  return `<!-- ${MARK}: health shim of a master -->
# Health shim of ${shim.name}

The load balancer can check a TCP listener by TCP or plain HTTP, not by HTTPS. This small haproxy stands on every master:
it asks the local API server over verified TLS every two seconds, and answers GET and HEAD on port ${shim.port} in plain
HTTP: 200 while the API server is ready, 503 while it is not. No request is passed on to the API server.

## Install (on every master, before kubeadm runs there)

\`\`\`sh
${copyCommand(input)}
\`\`\`

then one of the two:

- **systemd** (haproxy 2.4 or newer from your distribution; disable its own \`haproxy.service\` if nothing else uses it):

  \`\`\`sh
  install -m 0644 slbctl-health-shim.service /etc/systemd/system/
  systemctl daemon-reload && systemctl enable --now slbctl-health-shim
  \`\`\`

- **static pod** (\`${SHIM_IMAGE}\`; put your mirror's name and a digest there): copy \`static-pod.yaml\` to
  \`/etc/kubernetes/manifests/slbctl-health-shim.yaml\`; on the first master before \`kubeadm init\`, on the others after
  \`kubeadm join\`, which refuses a manifest folder that is not empty.

Until kubeadm has made \`/etc/kubernetes/pki/ca.crt\` the shim cannot start and tries again; for the load balancer that master is
simply not there yet. With systemd the user \`haproxy\` must be able to read that file: kubeadm makes it 0644, but
0600 under a umask of 077 (\`sudo -u haproxy head -1 /etc/kubernetes/pki/ca.crt\` tells).

haproxy reads the CA and the certificate when it starts: after either was renewed restart the shim, one master after another
(\`systemctl restart slbctl-health-shim\`, or move the pod's manifest away and back).

## Check

\`\`\`sh
${checkCommands(input)}
\`\`\`

200 \`ok\` when the API server is ready. 503 when it is not, when its certificate is not signed by the cluster's CA or does not
name \`kubernetes\`, and for the first ${WARM_UP_SECONDS} seconds of the shim itself. Why: \`journalctl -u slbctl-health-shim\`, or the pod's log.

The port answers 100.64.0.0/10 (where the load balancer's probes come from), private addresses and the host itself.
Host firewalls have to let 100.64.0.0/10 reach port ${shim.port}; security groups need no rule for it. If the API server does not
listen on 127.0.0.1 (\`--bind-address\`), put its address into \`haproxy.cfg\`.
${shim.anonymousAuth ? "" : client}`;
}

function chinese(input: ReadmeInput): string {
  const { shim } = input;
  const client = `
## 客户端证书

配置中 \`kubernetes.anonymousAuth: false\`：API server 会对匿名请求返回 401，因此 shim 需要出示证书。
请在每台 master 上、启动 shim 之前以 root 执行下列命令：第一台 master 可先用 \`kubeadm init phase certs ca\` 生成 CA，再运行 \`kubeadm init\`；
其余 master 在 \`kubeadm join\` 之后即有该 CA。若 master 上没有 CA 私钥，请由集群签发 client.csr（signer 为 \`kubernetes.io/kube-apiserver-client\`）。

\`\`\`sh
${certificateCommands}
chown root:haproxy ${SHIM_FOLDER}/client.pem && chmod 0640 ${SHIM_FOLDER}/client.pem    # 仅用于 systemd
chown ${SHIM_UID}:${SHIM_UID} ${SHIM_FOLDER}/client.pem && chmod 0400 ${SHIM_FOLDER}/client.pem    # 仅用于静态 Pod
\`\`\`

该证书无需任何角色：\`system:public-info-viewer\` 允许所有已认证用户 GET 健康检查路径。仅当该绑定已被移除时（shim 日志中出现
\`code: 403\`）才需要：

\`\`\`sh
${roleCommands}
\`\`\`

**证书一旦过期，所有 master 会同时被负载均衡器摘除**；
请将到期时间（\`openssl x509 -enddate -noout -in ${SHIM_FOLDER}/client.pem\`）纳入监控。
Kubernetes 1.32 及以上更推荐使用 AuthenticationConfiguration，仅对 /healthz、/readyz、/livez 放行匿名请求，这样就不再需要证书。
`;
  return `<!-- ${MARK}: health shim of a master -->
# ${shim.name} 的健康检查 shim

该负载均衡器只能用 TCP 或明文 HTTP 检查 TCP 监听，不支持 HTTPS。因此在每台 master 上运行这个小型 haproxy：
它每两秒通过校验证书的 TLS 询问本机 API server，并在端口 ${shim.port} 上以明文 HTTP 应答 GET 与 HEAD：
API server 就绪时返回 200，否则返回 503。任何请求都不会被转发给 API server。

## 安装（每台 master，在该机运行 kubeadm 之前）

\`\`\`sh
${copyCommand(input)}
\`\`\`

然后二选一：

- **systemd**（使用发行版自带的 haproxy 2.4 或更高版本；若无其他用途，请禁用其自带的 \`haproxy.service\`）：

  \`\`\`sh
  install -m 0644 slbctl-health-shim.service /etc/systemd/system/
  systemctl daemon-reload && systemctl enable --now slbctl-health-shim
  \`\`\`

- **静态 Pod**（镜像 \`${SHIM_IMAGE}\`；请换成自己的镜像仓库地址并固定 digest）：将 \`static-pod.yaml\` 复制为
  \`/etc/kubernetes/manifests/slbctl-health-shim.yaml\`；第一台 master 在 \`kubeadm init\` 之前，其余 master 在
  \`kubeadm join\` 之后放入，因为 join 不接受非空的 manifests 目录。

在 kubeadm 生成 \`/etc/kubernetes/pki/ca.crt\` 之前 shim 无法启动，会不断重试；对负载均衡器而言，该 master 只是尚未上线。
使用 systemd 时，用户 \`haproxy\` 必须能读取该文件：kubeadm 生成的权限为 0644，但在 umask 077 下为 0600
（可用 \`sudo -u haproxy head -1 /etc/kubernetes/pki/ca.crt\` 检查）。

haproxy 只在启动时读取 CA 与证书：二者之一更新后，请逐台重启 shim（\`systemctl restart slbctl-health-shim\`，或将静态 Pod 的清单移走再移回）。

## 检查

\`\`\`sh
${checkCommands(input)}
\`\`\`

API server 就绪时返回 200 \`ok\`；未就绪、证书不是由集群 CA 签发、证书中没有 \`kubernetes\` 这一名称，以及 shim 启动后的最初 ${WARM_UP_SECONDS} 秒内，返回 503。
原因见 \`journalctl -u slbctl-health-shim\` 或该 Pod 的日志。

该端口只应答 100.64.0.0/10（负载均衡器的探测来源）、私有地址和本机。主机防火墙须放行 100.64.0.0/10 到端口 ${shim.port} 的访问，
安全组无需为此添加规则。若 API server 未监听 127.0.0.1（\`--bind-address\`），请在 \`haproxy.cfg\` 中改为其监听地址。
${shim.anonymousAuth ? "" : client}`;
}

export const readme = (input: ReadmeInput, language: Language): string =>
  language === "zh" ? chinese(input) : english(input);
