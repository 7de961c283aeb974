import type { Behaviour } from "./forwarding.ts";

type Select = Partial<Behaviour["select"]>;

const select = (more: Select): Behaviour["select"] => ({
  key: "connection",
  weighted: false,
  scope: "all",
  noneHealthy: "unknown",
  ...more,
});

/** A fabric that rewrites the destination only and forces replies back through itself: what cloud networks do. */
export const keptSource = (more: Select = {}): Behaviour => ({
  destination: "rewritten",
  source: "kept",
  reply: "forced-back",
  onSelf: "deliver",
  select: select(more),
});

/** Destination translation beside the backends: nothing forces replies back. */
export const oneArm = (more: Select = {}): Behaviour => ({ ...keptSource(more), reply: "by-route" });

/** Both addresses are rewritten. */
export const fullNat = (more: Select = {}): Behaviour => ({ ...keptSource(more), source: "translator" });

/** A second connection, from the proxy's own address. */
export const proxied = (more: Select = {}): Behaviour => ({
  ...fullNat({ noneHealthy: "refuse", ...more }),
  destination: "new-connection",
});

/** A second connection that is bound to the client's address; replies come back only if routing sends them there. */
export const transparentProxy = (more: Select = {}): Behaviour => ({
  ...proxied(more),
  source: "spoofed",
  reply: "by-route",
});

/** The destination stays the VIP, which is therefore a local address of every backend; replies go straight to the client. */
export const directReturn = (more: Select = {}): Behaviour => ({
  ...keptSource(more),
  destination: "kept",
  reply: "direct",
});
