import { MARK } from "../emitted-file.ts";
import { SHIM_FOLDER } from "./health-shim.ts";

/**
 * A unit for the distribution's haproxy package, which brings the user `haproxy`. It keeps trying, because the CA file
 * only appears when kubeadm has run.
 */
export const systemdUnit = (): string => `# ${MARK}: health shim of a master
[Unit]
Description=Health shim: tells the load balancer whether the local API server is ready
Documentation=file:${SHIM_FOLDER}/README.md
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
User=haproxy
Group=haproxy
ExecStartPre=/usr/sbin/haproxy -c -q -f ${SHIM_FOLDER}/haproxy.cfg
ExecStart=/usr/sbin/haproxy -W -db -f ${SHIM_FOLDER}/haproxy.cfg
Restart=always
RestartSec=5
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
UMask=0077
LimitNOFILE=4096

[Install]
WantedBy=multi-user.target
`;
