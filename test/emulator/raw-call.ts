import { type IncomingHttpHeaders, request } from "node:http";

/** What a client without any retry or repair sees of one request. */
export interface RawOutcome {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The answer's end arrived. */
  readonly complete: boolean;
  readonly error: string | undefined;
  readonly ms: number;
}

/** `POST` on a connection of its own. */
export function rawCall(url: string, body: string | Buffer = "", method = "POST"): Promise<RawOutcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const done = (outcome: Partial<RawOutcome>) =>
      resolve({
        status: undefined,
        headers: {},
        body: "",
        complete: false,
        error: undefined,
        ms: performance.now() - start,
        ...outcome,
      });
    const call = request(url, { method, agent: false, timeout: 5000 }, (response) => {
      let text = "";
      let error: string | undefined;
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("error", (reason: NodeJS.ErrnoException) => {
        error = reason.code;
      });
      response.on("close", () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          complete: response.complete,
          error,
        }),
      );
    });
    call.on("error", (reason: NodeJS.ErrnoException) => done({ error: reason.code ?? reason.message }));
    call.end(body);
  });
}
