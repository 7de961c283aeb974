import { MARK } from "../emitted-file.ts";
import { type HealthShim, SHIM_FOLDER } from "./health-shim.ts";

/** Long-term support release of 2025, supported until 2030 (haproxy.org, seen 2026-11). */
export const SHIM_IMAGE = "docker.io/library/haproxy:3.2-alpine";

/** uid of the user `haproxy` in the official image. */
export const SHIM_UID = 99;

/** A static pod for `/etc/kubernetes/manifests`. It needs no API server to be started. */
export const staticPod = ({ port }: HealthShim): string => `# ${MARK}: health shim of a master
apiVersion: v1
kind: Pod
metadata:
  name: slbctl-health-shim
  namespace: kube-system
  labels:
    app.kubernetes.io/name: slbctl-health-shim
    tier: control-plane
spec:
  hostNetwork: true
  priorityClassName: system-node-critical
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext:
    runAsNonRoot: true
    runAsUser: ${SHIM_UID}
    runAsGroup: ${SHIM_UID}
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: haproxy
      image: ${SHIM_IMAGE}
      imagePullPolicy: IfNotPresent
      command: ["haproxy", "-W", "-db", "-f", "${SHIM_FOLDER}/haproxy.cfg"]
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: ["ALL"]
      resources:
        requests: { cpu: 10m, memory: 32Mi }
        limits: { memory: 96Mi }
      # The shim itself, not what it says: a 503 is a good answer of a living shim.
      livenessProbe:
        tcpSocket: { host: 127.0.0.1, port: ${port} }
        periodSeconds: 10
        failureThreshold: 3
      volumeMounts:
        - { name: config, mountPath: ${SHIM_FOLDER}, readOnly: true }
        - { name: ca, mountPath: /etc/kubernetes/pki/ca.crt, readOnly: true }
  volumes:
    - name: config
      hostPath: { path: ${SHIM_FOLDER}, type: Directory }
    - name: ca
      hostPath: { path: /etc/kubernetes/pki/ca.crt, type: File }
`;
