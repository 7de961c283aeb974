import * as z from "zod/mini";

/*
 * What `aliyun slb Describe…` prints, as far as it is read. Fields of the official metadata of SLB 2014-05-15.
 */

/** Numbers that some versions of the API and of its command line print as text. */
const count = z.coerce.number().check(z.refine(Number.isInteger));

export const balancerEntry = z.looseObject({
  LoadBalancerId: z.string(),
  LoadBalancerName: z.optional(z.string()),
  Address: z.string(),
  AddressType: z.optional(z.string()),
});

export const balancers = z.looseObject({
  LoadBalancers: z.looseObject({ LoadBalancer: z.array(balancerEntry) }),
});

export const attribute = z.extend(balancerEntry, {
  ListenerPortsAndProtocol: z.optional(
    z.looseObject({
      ListenerPortAndProtocol: z._default(
        z.array(z.looseObject({ ListenerPort: count, ListenerProtocol: z.string() })),
        [],
      ),
    }),
  ),
  BackendServers: z.looseObject({
    BackendServer: z._default(
      z.array(
        z.looseObject({
          ServerId: z.string(),
          ServerIp: z.optional(z.string()),
          Weight: count,
          Description: z.optional(z.string()),
        }),
      ),
      [],
    ),
  }),
});

export const checkFields = {
  HealthCheck: z.enum(["on", "off"]),
  HealthCheckType: z.optional(z.string()),
  HealthCheckConnectPort: z.optional(count),
  HealthCheckConnectTimeout: z.optional(count),
  HealthCheckInterval: z.optional(count),
  HealthyThreshold: z.optional(count),
  UnhealthyThreshold: z.optional(count),
  HealthCheckURI: z.optional(z.string()),
  HealthCheckHttpCode: z.optional(z.string()),
  HealthCheckMethod: z.optional(z.string()),
  EstablishedTimeout: z.optional(count),
};

export const tag = z.looseObject({ TagKey: z.string(), TagValue: z.string() });

/** DescribeLoadBalancerTCPListenerAttribute: everything in one flat object. */
export const tcpListener = z.looseObject({
  LoadBalancerId: z.string(),
  ListenerPort: count,
  Scheduler: z.optional(z.string()),
  Tags: z.optional(z.looseObject({ Tag: z._default(z.array(tag), []) })),
  ...checkFields,
  EstablishedTimeout: count,
});

export const listeners = z.looseObject({
  Listeners: z.array(
    z.looseObject({
      LoadBalancerId: z.string(),
      ListenerPort: count,
      ListenerProtocol: z.string(),
      Scheduler: z.optional(z.string()),
      Tags: z.optional(z.array(tag)),
      TCPListenerConfig: z.optional(z.partial(z.looseObject(checkFields), { HealthCheck: true })),
    }),
  ),
});

export const health = z.looseObject({
  BackendServers: z.looseObject({
    BackendServer: z
      .array(z.looseObject({ ServerId: z.string(), ServerHealthStatus: z.string() }))
      .check(z.minLength(1)),
  }),
});
