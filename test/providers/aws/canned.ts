import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { connectTo, type Watched } from "./cloud.ts";

const NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

/** An answer in the API's own form. */
export interface Canned {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const refusal = (
  code: string,
  status = 400,
  message = "",
  headers: Canned["headers"] = {},
): Canned => ({
  status,
  headers: { "x-amzn-requestid": "R-1", ...headers },
  body: `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>R-1</RequestId></ErrorResponse>`,
});

export const answer = (action: string, result: string): Canned => ({
  status: 200,
  body: `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>R-1</RequestId></ResponseMetadata></${action}Response>`,
});

/** What a server does with one request: an answer, or anything else with the response. */
export type Reply = Canned | ((response: ServerResponse) => void);

/** A connection, through AWS's own SDK, to a server that says what it is told to. */
export async function connectToCanned(
  reply: (action: string, parameters: URLSearchParams, count: number) => Reply,
): Promise<Watched> {
  let count = 0;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const parameters = new URLSearchParams(text);
    count += 1;
    const said = reply(parameters.get("Action") ?? "", parameters, count);
    if (typeof said === "function") return said(response);
    response.writeHead(said.status, { "content-type": "text/xml", ...said.headers });
    response.end(said.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return connectTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
