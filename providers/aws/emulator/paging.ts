import { invalid } from "./wire/refusal.ts";
import { integer, text } from "./wire/shape.ts";

/** Page size where none is asked for. Not documented; taken from observations that moto's source notes. */
const DEFAULT_PAGE = 400;

export const pageFields = { Marker: text(), PageSize: integer(1, 400) };

export interface PageRequest {
  readonly Marker: string | undefined;
  readonly PageSize: number | undefined;
}

/** Cuts one page out of a listing. The marker names the last item that was shown, so deletions do not shift pages. */
export function page<T>(
  items: readonly T[],
  key: (item: T) => string,
  { Marker, PageSize }: PageRequest,
): { readonly items: readonly T[]; readonly NextMarker: string | undefined } {
  let start = 0;
  if (Marker !== undefined && Marker !== "") {
    const last = Buffer.from(Marker, "base64url").toString("utf8");
    start = items.findIndex((item) => key(item) === last) + 1;
    if (start === 0) throw invalid("The marker is not valid");
  }
  const shown = items.slice(start, start + (PageSize ?? DEFAULT_PAGE));
  const last = shown.at(-1);
  const more = last !== undefined && start + shown.length < items.length;
  return {
    items: shown,
    NextMarker: more ? Buffer.from(key(last), "utf8").toString("base64url") : undefined,
  };
}
