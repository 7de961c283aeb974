import type { WireResponse } from "../../../../src/emulator/types.ts";
import { escapeXml, type XmlValue, xmlElement } from "./xml.ts";

/** The three APIs that one endpoint serves, told apart by `Version`. */
export interface Api {
  readonly id: "elbv2" | "sts" | "ec2";
  readonly version: string;
  /** Name in the credential scope of a signature. */
  readonly signingName: string;
  readonly namespace: string;
  readonly protocol: "query" | "ec2";
}

export const APIS: readonly [Api, ...Api[]] = [
  {
    id: "elbv2",
    version: "2015-12-01",
    signingName: "elasticloadbalancing",
    namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    protocol: "query",
  },
  {
    id: "sts",
    version: "2011-06-15",
    signingName: "sts",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    protocol: "query",
  },
  {
    id: "ec2",
    version: "2016-11-15",
    signingName: "ec2",
    namespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
    protocol: "ec2",
  },
];

export interface Envelope {
  readonly api: Api;
  readonly requestId: string;
  /** Milliseconds since the epoch; SDKs learn about clock skew from the `Date` header. */
  readonly now: number | undefined;
}

function respond({ requestId, now }: Envelope, status: number, body: string): WireResponse {
  const headers: Record<string, string> = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  if (now !== undefined) headers["date"] = new Date(now).toUTCString();
  return { status, headers, body };
}

/** The answer of an operation that succeeded. */
export function success(envelope: Envelope, action: string, result: XmlValue): WireResponse {
  const { api, requestId } = envelope;
  const content =
    api.protocol === "query"
      ? xmlElement(`${action}Result`, result, "member") +
        xmlElement("ResponseMetadata", { RequestId: requestId }, "member")
      : xmlElement("requestId", requestId, "item") +
        Object.entries((result ?? {}) as Record<string, XmlValue>)
          .map(([name, value]) => xmlElement(name, value, "item"))
          .join("");
  return respond(envelope, 200, `<${action}Response xmlns="${api.namespace}">${content}</${action}Response>`);
}

/** The error document of either protocol. */
export function failure(envelope: Envelope, status: number, code: string, message: string): WireResponse {
  const { api, requestId } = envelope;
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    api.protocol === "query"
      ? `<ErrorResponse xmlns="${api.namespace}"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>${error}</Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`
      : `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>${error}</Error></Errors>` +
        `<RequestID>${requestId}</RequestID></Response>`;
  return respond(envelope, status, body);
}
