import type { Json } from "../../../../src/core/json.ts";
import type { WireResponse } from "../../../../src/emulator/types.ts";

/** An answer's fields; those that are undefined are left out. */
export type Fields = { readonly [name: string]: Answered };
type Answered = Json | undefined | readonly Fields[] | Fields;

export interface Envelope {
  readonly requestId: string;
  /** Host that the client asked, for `HostId`. */
  readonly host: string;
}

const respond = (
  status: number,
  requestId: string,
  fields: Fields,
  further: Readonly<Record<string, string>> = {},
): WireResponse => ({
  status,
  headers: {
    "content-type": "application/json;charset=utf-8",
    "x-acs-request-id": requestId,
    ...further,
  },
  body: JSON.stringify(fields),
});

export const success = ({ requestId }: Envelope, fields: Fields): WireResponse =>
  respond(200, requestId, { RequestId: requestId, ...fields });

/** The error body of every Alibaba Cloud RPC API. */
export const failure = (
  { requestId, host }: Envelope,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
  headers?: Readonly<Record<string, string>>,
): WireResponse =>
  respond(
    status,
    requestId,
    {
      RequestId: requestId,
      Message: message,
      Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(code)}&product=Slb&requestId=${requestId}`,
      HostId: host,
      Code: code,
    },
    headers,
  );
