type Environment = Readonly<Record<string, string | undefined>>;

export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const given = (env: Environment, name: string): string | undefined => env[name] || undefined;

/**
 * Keys of the environment that was handed in; they win over a profile. Without them the SDK's own chain searches
 * (profile, SSO, web identity, container, instance role).
 */
export function staticCredentials(env: Environment): StaticCredentials | undefined {
  const accessKeyId = given(env, "AWS_ACCESS_KEY_ID");
  const secretAccessKey = given(env, "AWS_SECRET_ACCESS_KEY");
  const sessionToken = given(env, "AWS_SESSION_TOKEN");
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

export const regionOf = (env: Environment): string | undefined =>
  given(env, "AWS_REGION") ?? given(env, "AWS_DEFAULT_REGION");

/** The endpoint that the environment asks for, in the SDK's own order. */
export function endpointOf(env: Environment): string | undefined {
  if (env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] === "true") return undefined;
  return given(env, "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2") ?? given(env, "AWS_ENDPOINT_URL");
}
