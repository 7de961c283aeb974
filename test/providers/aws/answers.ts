/** What `aws elbv2 describe-…` prints, member by member as in the API reference 2015-12-01 (checked 2026-11-23). */
const ACCOUNT = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
export const LB = `${ACCOUNT}:loadbalancer/net/prod-api/50dc6c495c0c9188`;
export const TG = `${ACCOUNT}:targetgroup/prod-api/73e2d6bc24d8a067`;
const LISTENER = `${ACCOUNT}:listener/net/prod-api/50dc6c495c0c9188/f2f7dc8efc522ab2`;

export const loadBalancers = {
  LoadBalancers: [
    {
      LoadBalancerArn: LB,
      DNSName: "prod-api-50dc6c495c0c9188.elb.eu-central-1.amazonaws.com",
      CanonicalHostedZoneId: "Z3F0SRJ5LGBH90",
      CreatedTime: "2026-11-20T08:15:30.123000+00:00",
      LoadBalancerName: "prod-api",
      Scheme: "internal",
      VpcId: "vpc-0a1b2c3d",
      State: { Code: "active" },
      Type: "network",
      AvailabilityZones: [
        {
          ZoneName: "eu-central-1a",
          SubnetId: "subnet-1",
          LoadBalancerAddresses: [{ PrivateIPv4Address: "10.0.1.5" }],
        },
        { ZoneName: "eu-central-1b", SubnetId: "subnet-2", LoadBalancerAddresses: [] },
      ],
      SecurityGroups: ["sg-2", "sg-1"],
      IpAddressType: "ipv4",
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
    },
  ],
};

const loadBalancerAttributes = {
  Attributes: [
    { Key: "deletion_protection.enabled", Value: "false" },
    { Key: "access_logs.s3.enabled", Value: "false" },
    { Key: "load_balancing.cross_zone.enabled", Value: "true" },
  ],
};

export const listeners = {
  Listeners: [
    {
      ListenerArn: LISTENER,
      LoadBalancerArn: LB,
      Port: 6443,
      Protocol: "TCP",
      DefaultActions: [
        {
          Type: "forward",
          TargetGroupArn: TG,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: TG }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    },
  ],
};

const listenerAttributes = { Attributes: [{ Key: "tcp.idle_timeout.seconds", Value: "600" }] };

export const targetGroups = {
  TargetGroups: [
    {
      TargetGroupArn: TG,
      TargetGroupName: "prod-api",
      Protocol: "TCP",
      Port: 6443,
      VpcId: "vpc-0a1b2c3d",
      HealthCheckProtocol: "HTTPS",
      HealthCheckPort: "traffic-port",
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 6,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 2,
      HealthCheckPath: "/readyz",
      Matcher: { HttpCode: "200-299,301" },
      LoadBalancerArns: [LB],
      TargetType: "instance",
      IpAddressType: "ipv4",
    },
  ],
};

export const targetGroupAttributes = {
  Attributes: [
    { Key: "proxy_protocol_v2.enabled", Value: "false" },
    { Key: "preserve_client_ip.enabled", Value: "true" },
    { Key: "stickiness.enabled", Value: "false" },
    { Key: "deregistration_delay.timeout_seconds", Value: "300" },
    { Key: "load_balancing.cross_zone.enabled", Value: "use_load_balancer_configuration" },
  ],
};

const target = (Id: string, State: string, more: object = {}) => ({
  Target: { Id, Port: 6443 },
  HealthCheckPort: "6443",
  TargetHealth: { State, ...more },
});

export const targetHealth = {
  TargetHealthDescriptions: [
    target("i-0aaa", "healthy"),
    target("i-0bbb", "unhealthy", {
      Reason: "Target.FailedHealthChecks",
      Description: "Health checks failed",
    }),
    target("i-0ccc", "draining", { Reason: "Target.DeregistrationInProgress" }),
    target("i-0ddd", "unhealthy.draining", { Reason: "Target.FailedHealthChecks" }),
    target("i-0eee", "initial", { Reason: "Elb.InitialHealthChecking" }),
  ],
};

/** `jq -s . *.json` of them all. */
export const everything: readonly object[] = [
  loadBalancers,
  loadBalancerAttributes,
  listeners,
  listenerAttributes,
  targetGroups,
  targetGroupAttributes,
  targetHealth,
];
