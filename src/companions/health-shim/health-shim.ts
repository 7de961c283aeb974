/** Where on a master the shim's files go. */
export const SHIM_FOLDER = "/etc/slbctl/health-shim";

/** What the shim has to know; one load balancer has one. */
export interface HealthShim {
  /** Name of the load balancer. */
  readonly name: string;
  /** Port on which the shim answers plain HTTP. */
  readonly port: number;
  /** Path that the load balancer asks. */
  readonly path: string;
  readonly masters: readonly { readonly name: string; readonly port: number }[];
  /** False where the API server answers 401 to strangers: then the shim shows a client certificate. */
  readonly anonymousAuth: boolean;
}

/** Paths of the API server that the shim answers for. */
export const SHIM_PATHS = ["/healthz", "/readyz"] as const;
