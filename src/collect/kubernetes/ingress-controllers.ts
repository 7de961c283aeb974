/** Names by which the projects publish their images and label their pods by default (from memory, unverified). */
const NAMES = [
  "ingress-nginx",
  "nginx-ingress",
  "nginx-ingress-controller",
  "traefik",
  "contour",
  "haproxy-ingress",
  "kubernetes-ingress",
  "kong",
  "apisix-ingress-controller",
  "istio-ingressgateway",
  "higress-gateway",
  "ambassador",
  "emissary-ingress",
];

const LABELS = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app", "k8s-app"];

/** Whether pods with these images and labels are an ingress controller's. */
export function isIngressController(
  images: readonly string[],
  labels: Readonly<Record<string, string>>,
): boolean {
  if (LABELS.some((label) => NAMES.includes(labels[label] ?? ""))) return true;
  return images.some((image) => {
    const path = image
      .replace(/@.*$/, "")
      .replace(/:[^/:]*$/, "")
      .split("/");
    return NAMES.includes(path.at(-1) ?? "") || path.includes("ingress-nginx");
  });
}
