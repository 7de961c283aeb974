// A dump of a cluster as `kubectl get nodes,pods -A -o json` prints it: 4 spaces, managedFields, statuses. All names
// are made up; the shape is that of kubeadm 1.30 with containerd and flannel. Deterministic.
import { closeSync, openSync, writeSync } from "node:fs";

const time = "2026-11-02T08:15:42Z";
const pretty = (value, indent) => JSON.stringify(value, null, 4).replaceAll("\n", `\n${" ".repeat(indent)}`);

const fieldsOf = (depth) =>
  Object.fromEntries(
    ["f:metadata", "f:spec", "f:status"].slice(0, depth).map((part) => [
      part,
      {
        ".": {},
        "f:labels": { ".": {}, "f:app": {}, "f:pod-template-hash": {} },
        'k:{"name":"main"}': {
          ".": {},
          "f:env": { ".": {}, 'k:{"name":"CONFIG"}': { ".": {}, "f:name": {}, "f:value": {} } },
          "f:image": {},
          "f:imagePullPolicy": {},
          "f:name": {},
          "f:resources": { ".": {}, "f:limits": { ".": {}, "f:cpu": {}, "f:memory": {} } },
          "f:terminationMessagePath": {},
          "f:terminationMessagePolicy": {},
        },
        "f:dnsPolicy": {},
        "f:enableServiceLinks": {},
        "f:restartPolicy": {},
        "f:schedulerName": {},
        "f:securityContext": {},
        "f:terminationGracePeriodSeconds": {},
      },
    ]),
  );

const managedFields = (...managers) =>
  managers.map((manager, index) => ({
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1: fieldsOf(index + 1),
    manager,
    operation: "Update",
    time,
  }));

const conditions = (...types) =>
  types.map((type) => ({ lastProbeTime: null, lastTransitionTime: time, status: "True", type }));

/** `@N@` number of the pod, `@H@` its node, `@A@` its address, `@O@` number of its owner. */
function podTemplate({ owner, ownerKind, hostNetwork, env, args }) {
  const container = (name) => ({
    args,
    command: ["/usr/local/bin/server"],
    env,
    image: "registry.example.com/team/service-@O@:1.4.2",
    imagePullPolicy: "IfNotPresent",
    livenessProbe: {
      failureThreshold: 3,
      httpGet: { path: "/healthz", port: 8080, scheme: "HTTP" },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      successThreshold: 1,
      timeoutSeconds: 5,
    },
    name,
    ports: [{ containerPort: 8080, name: "http", protocol: "TCP" }],
    readinessProbe: {
      failureThreshold: 3,
      httpGet: { path: "/ready", port: 8080, scheme: "HTTP" },
      periodSeconds: 5,
      successThreshold: 1,
      timeoutSeconds: 1,
    },
    resources: { limits: { cpu: "500m", memory: "512Mi" }, requests: { cpu: "100m", memory: "128Mi" } },
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    volumeMounts: [
      { mountPath: "/etc/config", name: "config", readOnly: true },
      {
        mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
        name: "kube-api-access-x2k9p",
        readOnly: true,
      },
    ],
  });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      annotations: {
        "checksum/config": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "prometheus.io/port": "8080",
        "prometheus.io/scrape": "true",
      },
      creationTimestamp: time,
      generateName: `${owner}-`,
      labels: { app: "service-@O@", "app.kubernetes.io/name": "service", "pod-template-hash": "7d9f8b6c5" },
      managedFields: managedFields("kube-controller-manager", "kubelet"),
      name: `${owner}-@N@`,
      namespace: "team-@O@",
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          blockOwnerDeletion: true,
          controller: true,
          kind: ownerKind,
          name: owner,
          uid: "5f0c7c1e-7d1f-4a0e-9a43-000000000001",
        },
      ],
      resourceVersion: "123456789",
      uid: "5f0c7c1e-7d1f-4a0e-9a43-000000000002",
    },
    spec: {
      containers: [container("main")],
      dnsPolicy: "ClusterFirst",
      enableServiceLinks: true,
      ...(hostNetwork ? { hostNetwork: true } : {}),
      nodeName: "@H@",
      preemptionPolicy: "PreemptLowerPriority",
      priority: 0,
      restartPolicy: "Always",
      schedulerName: "default-scheduler",
      securityContext: {},
      serviceAccount: "default",
      serviceAccountName: "default",
      terminationGracePeriodSeconds: 30,
      tolerations: [
        {
          effect: "NoExecute",
          key: "node.kubernetes.io/not-ready",
          operator: "Exists",
          tolerationSeconds: 300,
        },
        {
          effect: "NoExecute",
          key: "node.kubernetes.io/unreachable",
          operator: "Exists",
          tolerationSeconds: 300,
        },
      ],
      volumes: [
        { configMap: { defaultMode: 420, name: "config" }, name: "config" },
        {
          name: "kube-api-access-x2k9p",
          projected: {
            defaultMode: 420,
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
              { configMap: { items: [{ key: "ca.crt", path: "ca.crt" }], name: "kube-root-ca.crt" } },
            ],
          },
        },
      ],
    },
    status: {
      conditions: conditions(
        "PodReadyToStartContainers",
        "Initialized",
        "Ready",
        "ContainersReady",
        "PodScheduled",
      ),
      containerStatuses: ["main"].map((name) => ({
        containerID: "containerd://0f3b2c4d5e6f708192a3b4c5d6e7f8090a1b2c3d4e5f60718293a4b5c6d7e8f9",
        image: "registry.example.com/team/service-@O@:1.4.2",
        imageID:
          "registry.example.com/team/service-@O@@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        lastState: {},
        name,
        ready: true,
        restartCount: 0,
        started: true,
        state: { running: { startedAt: time } },
      })),
      hostIP: "10.0.0.1",
      hostIPs: [{ ip: "10.0.0.1" }],
      phase: "Running",
      podIP: "@A@",
      podIPs: [{ ip: "@A@" }],
      qosClass: "Burstable",
      startTime: time,
    },
  };
}

const env = (external) => [
  { name: "LOG_LEVEL", value: "info" },
  { name: "DATABASE_HOST", value: "postgres.team-@O@.svc.cluster.local" },
  { name: "DATABASE_PORT", value: "5432" },
  { name: "QUEUE_URL", value: "amqp://queue:5672/" },
  ...(external ? [{ name: "EXTERNAL_URL", value: "https://service-@O@.apps.example.com/api" }] : []),
  { name: "POD_IP", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "status.podIP" } } },
];

const TEMPLATES = [
  podTemplate({
    owner: "service-@O@-7d9f8b6c5",
    ownerKind: "ReplicaSet",
    env: env(true),
    args: ["--listen=:8080", "--upstream=http://api.team-@O@.svc:8080"],
  }),
  podTemplate({
    owner: "worker-@O@-6c8d9f7b4",
    ownerKind: "ReplicaSet",
    env: env(false),
    args: ["--config=/etc/config/worker.yaml", "--threads=8"],
  }),
  podTemplate({
    owner: "node-agent",
    ownerKind: "DaemonSet",
    hostNetwork: true,
    env: [
      { name: "API_HOST", value: "k8s-api.example.com" },
      { name: "API_PORT", value: "6443" },
    ],
    args: ["--node-agent"],
  }),
].map((template) => pretty(template, 8));

function nodeTemplate(index, podsPerNode) {
  const name = nodeName(index);
  const master = index < 3;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      annotations: {
        "flannel.alpha.coreos.com/backend-type": "vxlan",
        "flannel.alpha.coreos.com/public-ip": nodeAddress(index),
        "kubeadm.alpha.kubernetes.io/cri-socket": "unix:///run/containerd/containerd.sock",
      },
      creationTimestamp: time,
      labels: {
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "topology.kubernetes.io/zone": `zone-${"abc"[index % 3]}`,
        ...(master ? { "node-role.kubernetes.io/control-plane": "" } : {}),
      },
      managedFields: managedFields("kubelet", "kube-controller-manager", "kubelet"),
      name,
      resourceVersion: "123456789",
      uid: "5f0c7c1e-7d1f-4a0e-9a43-000000000003",
    },
    spec: {
      podCIDR: `10.${100 + (index >> 8)}.${index & 255}.0/24`,
      podCIDRs: [`10.${100 + (index >> 8)}.${index & 255}.0/24`],
      providerID: `cn-hangzhou.i-${String(index).padStart(20, "0")}`,
    },
    status: {
      addresses: [
        { address: nodeAddress(index), type: "InternalIP" },
        { address: name, type: "Hostname" },
      ],
      allocatable: { cpu: "32", memory: "128Gi", pods: String(podsPerNode) },
      capacity: { cpu: "32", memory: "128Gi", pods: String(podsPerNode) },
      conditions: conditions("NetworkUnavailable", "MemoryPressure", "DiskPressure", "PIDPressure", "Ready"),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      images: Array.from({ length: 50 }, (_, image) => ({
        names: [
          `registry.example.com/team/image-${image}@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`,
          `registry.example.com/team/image-${image}:1.0.${image}`,
        ],
        sizeBytes: 123456789 + image,
      })),
      nodeInfo: {
        architecture: "amd64",
        bootID: "b",
        containerRuntimeVersion: "containerd://1.7.20",
        kernelVersion: "6.6.0",
        kubeProxyVersion: "v1.30.4",
        kubeletVersion: "v1.30.4",
        machineID: "m",
        operatingSystem: "linux",
        osImage: "Linux",
        systemUUID: "s",
      },
    },
  };
}

const nodeName = (index) => (index < 3 ? `master-${index + 1}` : `node-${index}`);
const nodeAddress = (index) => `10.0.${index >> 8}.${index & 255}`;

/** Writes the dump and says how many bytes it has. */
export function writeDump(path, { nodes, pods }) {
  const file = openSync(path, "w");
  let bytes = 0;
  let parts = [];
  let held = 0;
  const flush = () => {
    bytes += writeSync(file, parts.join(""));
    parts = [];
    held = 0;
  };
  const put = (text) => {
    parts.push(text);
    held += text.length;
    if (held > 4 << 20) flush();
  };
  put('{\n    "apiVersion": "v1",\n    "items": [\n');
  for (let index = 0; index < nodes; index++)
    put(`${index === 0 ? "" : ",\n"}        ${pretty(nodeTemplate(index, 110), 8)}`);
  for (let index = 0; index < pods; index++) {
    // One in 30 belongs to a DaemonSet that has a pod on every node; owners have about 25 pods each.
    const template = TEMPLATES[index % 30 === 0 ? 2 : index % 2];
    const node = index % 30 === 0 ? (index / 30) % nodes : (index * 7) % nodes;
    const text = template
      .replaceAll("@N@", `${index.toString(36)}x`)
      .replaceAll("@O@", String(index % Math.max(1, Math.floor(pods / 25))))
      .replaceAll("@H@", nodeName(node))
      .replaceAll("@A@", `10.${100 + (node >> 8)}.${node & 255}.${2 + (index % 250)}`);
    put(`,\n        ${text}`);
  }
  put('\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n');
  flush();
  closeSync(file);
  return bytes;
}
