/** Names and defaults of the attributes that slbctl knows (ELBv2 API 2015-12-01, user guide, checked 2026-11-23). */
export const CROSS_ZONE = "load_balancing.cross_zone.enabled";
export const DELETION_PROTECTION = "deletion_protection.enabled";
export const DNS_POLICY = "dns_record.client_routing_policy";
export const PRESERVE = "preserve_client_ip.enabled";
const PROXY_PROTOCOL = "proxy_protocol_v2.enabled";
export const DRAIN = "deregistration_delay.timeout_seconds";
export const DRAIN_CUT = "deregistration_delay.connection_termination.enabled";
export const UNHEALTHY_CUT = "target_health_state.unhealthy.connection_termination.enabled";
const STICKINESS = "stickiness.enabled";
export const IDLE = "tcp.idle_timeout.seconds";

export type Attributes = Readonly<Record<string, string>>;

/*
 * Defaults, of a thing just created and of an attribute that an answer does not list: a partition that does not know
 * one yet must not make every plan wish for its default.
 */
export const LOAD_BALANCER_DEFAULTS: Attributes = {
  [CROSS_ZONE]: "false",
  [DELETION_PROTECTION]: "false",
  [DNS_POLICY]: "any_availability_zone",
};

export const LISTENER_DEFAULTS: Attributes = { [IDLE]: "350" };

/** A TCP group's default of client address preservation depends on the target type. */
export const preserveDefault = (targetType: string): boolean => targetType !== "ip";

export const targetGroupDefaults: Attributes = {
  [PROXY_PROTOCOL]: "false",
  [DRAIN]: "300",
  [DRAIN_CUT]: "false",
  [UNHEALTHY_CUT]: "true",
  [STICKINESS]: "false",
  // A group may overrule the load balancer; this says that it does not.
  [CROSS_ZONE]: "use_load_balancer_configuration",
};

/** What of `wish` a thing that was just created does not have anyway. */
export const beyondDefaults = (wish: Attributes, defaults: Attributes): Attributes =>
  Object.fromEntries(Object.entries(wish).filter(([key, value]) => defaults[key] !== value));

/** As the API lists them. */
export const toList = (map: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(map).map(([Key, Value]) => ({ Key, Value }));

export const fromList = (
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> =>
  Object.fromEntries(
    (list ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])),
  );
