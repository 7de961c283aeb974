import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { EXIT, SlbctlError } from "../../src/core/error.ts";
import { commonJsExports } from "./common-js.ts";
import type { Credential } from "./credentials.ts";
import type { Endpoint } from "./endpoints.ts";

/** Carries one RPC call; throws whatever the SDK throws. */
export interface Transport {
  /** For messages: where calls go. */
  readonly endpoint: string;
  call(action: string, query: Readonly<Record<string, string>>): Promise<unknown>;
}

export interface TransportOptions {
  readonly region: string;
  readonly credential: Credential;
  /** An endpoint that the user, or the VPC network, asks for; undefined leaves it to the region's rule. */
  readonly wanted: Endpoint | undefined;
  /** The region's endpoint by our own rule. */
  readonly usual: Endpoint;
}

/**
 * Milliseconds until a call is given up. CreateLoadBalancer takes a few seconds; openapi-core's own 3 s are too few.
 * Its connect timeout also ends an idle socket, so both have to be set (1.0.8, seen 2026-11).
 */
const TIMEOUT_MS = 15_000;

const API_VERSION = "2014-05-15";

type Fields = Readonly<Record<string, unknown>>;

/** The part of openapi-core, and of SDK clients that inherit from it, that is used here. */
interface RpcClient {
  readonly _endpoint?: string;
  callApi(params: object, request: object, runtime: object): Promise<Record<string, unknown>>;
}

interface CorePackage {
  readonly default: new (config: object) => RpcClient;
  readonly $OpenApiUtil: {
    readonly Config: new (fields: Fields) => object;
    readonly Params: new (fields: Fields) => object;
    readonly OpenApiRequest: new (fields: Fields) => object;
  };
}

const PEER = "@alicloud/slb20140515";

/**
 * `Client` of the optional peer where the user has installed it beside slbctl. Resolved at run time, never bundled.
 * An installed package that cannot be loaded is an error, not an absence.
 */
export async function peerClient(from: string): Promise<CorePackage["default"] | undefined> {
  let file: string;
  try {
    file = createRequire(from).resolve(PEER);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === "MODULE_NOT_FOUND" && message.includes(`'${PEER}'`)) return undefined;
    throw unusablePeer(error);
  }
  try {
    const module = (await import(pathToFileURL(file).href)) as CorePackage;
    return commonJsExports(module).default;
  } catch (error) {
    throw unusablePeer(error);
  }
}

const unusablePeer = (cause: unknown): SlbctlError =>
  new SlbctlError(
    "peer-unusable",
    EXIT.environment,
    { en: `${PEER} is installed but cannot be loaded`, zh: `已安装 ${PEER}，但无法加载` },
    {
      hint: {
        en: "install it again (^2.0.0) or remove it: it is optional",
        zh: "请重新安装（^2.0.0）或将其卸载：它是可选的",
      },
      cause,
    },
  );

/** Opens the SDK: the peer's client with its own endpoint rule where there is one, else openapi-core with ours. */
export async function openTransport(options: TransportOptions, from = import.meta.url): Promise<Transport> {
  const core = commonJsExports(await import("@alicloud/openapi-core")) as unknown as CorePackage;
  const { Config, Params, OpenApiRequest } = core.$OpenApiUtil;
  const peer = await peerClient(from);
  const endpoint = options.wanted ?? (peer === undefined ? options.usual : undefined);
  const client = new (peer ?? core.default)(
    new Config({
      credential: options.credential,
      regionId: options.region,
      protocol: endpoint?.protocol ?? "https",
      ...(endpoint === undefined ? {} : { endpoint: endpoint.host }),
      readTimeout: TIMEOUT_MS,
      connectTimeout: TIMEOUT_MS,
      userAgent: "slbctl",
    }),
  );
  return {
    endpoint: endpoint?.host ?? client._endpoint ?? options.usual.host,
    async call(action, query) {
      const params = new Params({
        action,
        version: API_VERSION,
        protocol: (endpoint?.protocol ?? "https").toUpperCase(),
        pathname: "/",
        method: "POST",
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      });
      const { body } = await client.callApi(params, new OpenApiRequest({ query }), {});
      return body;
    },
  };
}
