import type { HostPort } from "../../core/facts.ts";
import { hostOf } from "../dials.ts";

/** Registries that are not inside anybody's own cluster. Suffixes of whole labels. */
const PUBLIC = [
  "docker.io",
  "registry.k8s.io",
  "k8s.gcr.io",
  "gcr.io",
  "pkg.dev",
  "quay.io",
  "ghcr.io",
  "mcr.microsoft.com",
  "public.ecr.aws",
  "amazonaws.com",
  "amazonaws.com.cn",
  "aliyuncs.com",
  "azurecr.io",
];

/**
 * The registry that an image reference names, as a container runtime reads it: the first part, if it has a dot or
 * a port or is `localhost`. Undefined for Docker Hub's short names and for public registries.
 */
export function registryOf(image: string): HostPort | undefined {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  if (!known.has(first)) {
    if (known.size >= 1000) known.clear();
    known.set(first, parsed(first));
  }
  return known.get(first);
}

/** A few registries stand in all images of a cluster. */
const known = new Map<string, HostPort | undefined>();

function parsed(first: string): HostPort | undefined {
  if (!/[.:]/.test(first)) return undefined;
  const [, name = first, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(first) ?? [];
  const host = hostOf(name);
  if (host === undefined || PUBLIC.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)))
    return undefined;
  return { host, port: port === undefined ? 443 : Number(port) };
}
