import * as z from "zod";

/*
 * What `aliyun slb Describe…` prints, as far as it is read. Fields of the official metadata of SLB 2014-05-15.
 */

/** Numbers that some versions of the API and of its command line print as text. */
const count = z.coerce.number().int();

export const balancerEntry = z.looseObject({
  LoadBalancerId: z.string(),
  LoadBalancerName: z.string().optional(),
  Address: z.string(),
  AddressType: z.string().optional(),
});

export const balancers = z.looseObject({
  LoadBalancers: z.looseObject({ LoadBalancer: z.array(balancerEntry) }),
});

export const attribute = balancerEntry.extend({
  ListenerPortsAndProtocol: z
    .looseObject({
      ListenerPortAndProtocol: z
        .array(z.looseObject({ ListenerPort: count, ListenerProtocol: z.string() }))
        .default([]),
    })
    .optional(),
  BackendServers: z.looseObject({
    BackendServer: z
      .array(
        z.looseObject({
          ServerId: z.string(),
          ServerIp: z.string().optional(),
          Weight: count,
          Description: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

export const checkFields = {
  HealthCheck: z.enum(["on", "off"]),
  HealthCheckType: z.string().optional(),
  HealthCheckConnectPort: count.optional(),
  HealthCheckConnectTimeout: count.optional(),
  HealthCheckInterval: count.optional(),
  HealthyThreshold: count.optional(),
  UnhealthyThreshold: count.optional(),
  HealthCheckURI: z.string().optional(),
  HealthCheckHttpCode: z.string().optional(),
  EstablishedTimeout: count.optional(),
};

export const tag = z.looseObject({ TagKey: z.string(), TagValue: z.string() });

/** DescribeLoadBalancerTCPListenerAttribute: everything in one flat object. */
export const tcpListener = z.looseObject({
  LoadBalancerId: z.string(),
  ListenerPort: count,
  Scheduler: z.string().optional(),
  Tags: z.looseObject({ Tag: z.array(tag).default([]) }).optional(),
  ...checkFields,
  EstablishedTimeout: count,
});

export const listeners = z.looseObject({
  Listeners: z.array(
    z.looseObject({
      LoadBalancerId: z.string(),
      ListenerPort: count,
      ListenerProtocol: z.string(),
      Scheduler: z.string().optional(),
      Tags: z.array(tag).optional(),
      TCPListenerConfig: z.looseObject(checkFields).partial({ HealthCheck: true }).optional(),
    }),
  ),
});

export const health = z.looseObject({
  BackendServers: z.looseObject({
    BackendServer: z.array(z.looseObject({ ServerId: z.string(), ServerHealthStatus: z.string() })).min(1),
  }),
});
