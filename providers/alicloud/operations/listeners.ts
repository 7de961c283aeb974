import * as z from "zod";
import { read, write } from "../operation.ts";
import { answerTags, done, number, optionalNumber, optionalText, requestTags } from "./shapes.ts";

const listener = { LoadBalancerId: z.string(), ListenerPort: z.int() };
const withProtocol = z.strictObject({ ...listener, ListenerProtocol: z.literal("tcp") });
const onOff = z.enum(["on", "off"]);

/** What creation and change have in common. Every field is sent, so that nothing rests on an undocumented default. */
const settings = {
  ...listener,
  VServerGroupId: z.string().optional(),
  Bandwidth: z.int(),
  Scheduler: z.enum(["wrr", "rr", "sch", "tch"]),
  PersistenceTimeout: z.int().min(0).max(3600),
  EstablishedTimeout: z.int().min(10).max(900),
  ConnectionDrain: onOff,
  ConnectionDrainTimeout: z.int().min(10).max(900).optional(),
  ProxyProtocolV2Enabled: z.boolean(),
  AclStatus: onOff,
  AclType: z.enum(["white", "black"]).optional(),
  AclId: z.string().optional(),
  HealthCheckSwitch: onOff,
  HealthCheckType: z.string(),
  HealthCheckConnectPort: z.int().optional(),
  HealthCheckConnectTimeout: z.int().min(1).max(300),
  HealthyThreshold: z.int().min(2).max(10),
  UnhealthyThreshold: z.int().min(2).max(10),
  HealthCheckURI: z.string().optional(),
  HealthCheckHttpCode: z.string().optional(),
};

const intervalSeconds = z.int().min(1).max(50);

/** The interval is spelled with a small h here, and only here. */
export const createLoadBalancerTCPListener = write(
  "CreateLoadBalancerTCPListener",
  "after-reading",
  z.strictObject({
    ...settings,
    BackendServerPort: z.int().optional(),
    healthCheckInterval: intervalSeconds,
    Tag: requestTags,
  }),
  done,
);

export const setLoadBalancerTCPListenerAttribute = write(
  "SetLoadBalancerTCPListenerAttribute",
  "safely",
  z.strictObject({ ...settings, VServerGroup: onOff.optional(), HealthCheckInterval: intervalSeconds }),
  done,
);

export const startLoadBalancerListener = write(
  "StartLoadBalancerListener",
  "after-reading",
  withProtocol,
  done,
);
export const deleteLoadBalancerListener = write("DeleteLoadBalancerListener", "safely", withProtocol, done);

const tcpConfig = z.object({
  EstablishedTimeout: optionalNumber,
  PersistenceTimeout: optionalNumber,
  ConnectionDrain: optionalText,
  ConnectionDrainTimeout: optionalNumber,
  ProxyProtocolV2Enabled: z.union([z.boolean(), z.string()]).nullish(),
  HealthCheck: optionalText,
  HealthCheckType: optionalText,
  HealthCheckConnectPort: optionalNumber,
  HealthCheckConnectTimeout: optionalNumber,
  HealthCheckInterval: optionalNumber,
  HealthyThreshold: optionalNumber,
  UnhealthyThreshold: optionalNumber,
  HealthCheckURI: optionalText,
  HealthCheckHttpCode: optionalText,
});

const listenerAnswer = z.object({
  ListenerPort: number,
  ListenerProtocol: z.string(),
  Status: z.string(),
  BackendServerPort: optionalNumber,
  VServerGroupId: optionalText,
  Scheduler: optionalText,
  Bandwidth: optionalNumber,
  AclStatus: optionalText,
  AclType: optionalText,
  AclId: optionalText,
  AclIds: z.array(z.string()).nullish(),
  Tags: answerTags,
  TCPListenerConfig: tcpConfig.nullish(),
});

export type ListenerAnswer = z.infer<typeof listenerAnswer>;

/** `Listeners` is a plain list and may be missing when there is none. */
export const describeLoadBalancerListeners = read(
  "DescribeLoadBalancerListeners",
  z.strictObject({
    LoadBalancerId: z.array(z.string()).max(10),
    ListenerPort: z.int().optional(),
    MaxResults: z.int().min(1).max(100),
    NextToken: z.string().optional(),
  }),
  z.object({
    Listeners: z
      .array(listenerAnswer)
      .nullish()
      .transform((list) => list ?? []),
    NextToken: optionalText,
  }),
);

export const describeHealthStatus = read(
  "DescribeHealthStatus",
  z.strictObject({ LoadBalancerId: z.string() }),
  z.object({
    BackendServers: z
      .object({
        BackendServer: z
          .array(
            z.object({
              ServerId: z.string(),
              ServerIp: optionalText,
              ListenerPort: optionalNumber,
              Port: optionalNumber,
              Protocol: optionalText,
              ServerHealthStatus: z.string(),
            }),
          )
          .optional(),
      })
      .nullish()
      .transform((list) => list?.BackendServer ?? []),
  }),
);
