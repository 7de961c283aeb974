import { expect } from "vitest";
import type { Action, Input, Output } from "../../providers/aws/sdk.ts";

export interface MotoAccount {
  readonly send: <A extends Action>(action: A, input: Input<A>) => Promise<Output<A>>;
  readonly vpcId: string;
  readonly subnets: readonly { readonly id: string }[];
  readonly securityGroupId: string;
}

interface Gap {
  /** As the page says it (docs/providers/aws-moto.md). */
  readonly title: string;
  /** Throws once moto does it like AWS; then the row goes, here and there. */
  readonly holds: (account: MotoAccount) => Promise<void>;
}

const balancer = async ({ send, subnets }: MotoAccount, more: object = {}) => {
  const { LoadBalancers } = await send("CreateLoadBalancer", {
    Name: "api",
    Type: "network",
    Scheme: "internal",
    Subnets: subnets.map(({ id }) => id),
    ...more,
  });
  return LoadBalancers?.[0]?.LoadBalancerArn ?? "";
};

const group = async ({ send, vpcId }: MotoAccount, more: object = {}) => {
  const { TargetGroups } = await send("CreateTargetGroup", {
    Name: "api",
    Protocol: "TCP",
    Port: 6443,
    VpcId: vpcId,
    TargetType: "ip",
    ...more,
  });
  return TargetGroups?.[0]?.TargetGroupArn ?? "";
};

const listener = ({ send }: MotoAccount, LoadBalancerArn: string, TargetGroupArn: string) =>
  send("CreateListener", {
    LoadBalancerArn,
    Protocol: "TCP",
    Port: 6443,
    DefaultActions: [{ Type: "forward", TargetGroupArn }],
  });

const code = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => "accepted",
    ({ Code, name }: { Code?: string; name: string }) => Code ?? name,
  );

const states = async ({ send }: MotoAccount, TargetGroupArn: string) =>
  (await send("DescribeTargetHealth", { TargetGroupArn })).TargetHealthDescriptions?.map(
    ({ Target, TargetHealth }) => `${Target?.Id}:${Target?.Port} ${TargetHealth?.State}`,
  );

const keysOf = (attributes: readonly { Key?: string | undefined }[] = []) => attributes.map(({ Key }) => Key);

export const GAPS: readonly Gap[] = [
  {
    title: "a load balancer of the same name and settings is made a second time",
    holds: async (at) => {
      expect(await balancer(at)).not.toBe(await balancer(at));
    },
  },
  {
    title: "a load balancer of the same name and other settings is made too",
    holds: async (at) => {
      await balancer(at);
      expect(await balancer(at, { Scheme: "internet-facing" })).toMatch(/^arn:/);
    },
  },
  {
    title: "a network load balancer has the ARN of an application load balancer",
    holds: async (at) => {
      expect(await balancer(at)).toContain(":loadbalancer/app/api/");
    },
  },
  {
    title: "a load balancer is active at the first look",
    holds: async (at) => {
      const arn = await balancer(at);
      const { LoadBalancers } = await at.send("DescribeLoadBalancers", { LoadBalancerArns: [arn] });
      expect(LoadBalancers?.[0]?.State?.Code).toBe("active");
    },
  },
  {
    title: "asking for a load balancer that exists and one that does not is no error",
    holds: async (at) => {
      await balancer(at);
      expect(await code(at.send("DescribeLoadBalancers", { Names: ["api", "other"] }))).toBe("accepted");
    },
  },
  {
    title: "a target group of the same name and settings is refused",
    holds: async (at) => {
      await group(at);
      expect(await code(group(at))).toBe("DuplicateTargetGroupName");
    },
  },
  {
    title: "a second listener on the same port is made",
    holds: async (at) => {
      const [of, to] = [await balancer(at), await group(at)];
      await listener(at, of, to);
      await listener(at, of, to);
      const { Listeners } = await at.send("DescribeListeners", { LoadBalancerArn: of });
      expect(Listeners).toHaveLength(2);
    },
  },
  {
    title: "one target group serves two load balancers",
    holds: async (at) => {
      const to = await group(at);
      await listener(at, await balancer(at), to);
      expect(await code(listener(at, await balancer(at, { Name: "other" }), to))).toBe("accepted");
    },
  },
  {
    title: "health checks may have any interval and threshold",
    holds: async (at) => {
      const wild = { HealthCheckIntervalSeconds: 4, HealthCheckTimeoutSeconds: 4, HealthyThresholdCount: 11 };
      expect(await code(group(at, wild))).toBe("accepted");
    },
  },
  {
    title: "the accepted status codes of a TCP group stay what they were",
    holds: async (at) => {
      const TargetGroupArn = await group(at, { HealthCheckProtocol: "HTTPS", Matcher: { HttpCode: "200" } });
      await at.send("ModifyTargetGroup", { TargetGroupArn, Matcher: { HttpCode: "200-299" } });
      const { TargetGroups } = await at.send("DescribeTargetGroups", { TargetGroupArns: [TargetGroupArn] });
      expect(TargetGroups?.[0]?.Matcher?.HttpCode).toBe("200");
    },
  },
  {
    title: "client address preservation is not listed until it is set",
    holds: async (at) => {
      const TargetGroupArn = await group(at);
      const listed = async () =>
        keysOf((await at.send("DescribeTargetGroupAttributes", { TargetGroupArn })).Attributes);
      const key = "preserve_client_ip.enabled";
      expect(await listed()).not.toContain(key);
      const Attributes = [{ Key: key, Value: "false" }];
      await at.send("ModifyTargetGroupAttributes", { TargetGroupArn, Attributes });
      expect(await listed()).toContain(key);
    },
  },
  {
    title: "other attributes of a network load balancer are not listed",
    holds: async (at) => {
      const [LoadBalancerArn, TargetGroupArn] = [await balancer(at), await group(at)];
      const ofBalancer = keysOf(
        (await at.send("DescribeLoadBalancerAttributes", { LoadBalancerArn })).Attributes,
      );
      expect(ofBalancer).not.toContain("dns_record.client_routing_policy");
      const ofGroup = keysOf((await at.send("DescribeTargetGroupAttributes", { TargetGroupArn })).Attributes);
      expect(ofGroup).not.toContain("proxy_protocol_v2.enabled");
      expect(ofGroup).not.toContain("target_health_state.unhealthy.connection_termination.enabled");
    },
  },
  {
    title: "attributes that do not exist are taken",
    holds: async (at) => {
      const TargetGroupArn = await group(at);
      const Attributes = [{ Key: "no.such.attribute", Value: "1" }];
      expect(await code(at.send("ModifyTargetGroupAttributes", { TargetGroupArn, Attributes }))).toBe(
        "accepted",
      );
    },
  },
  {
    title: "instances that do not exist and addresses outside of the VPC can be registered",
    holds: async (at) => {
      const outside = at.send("RegisterTargets", {
        TargetGroupArn: await group(at),
        Targets: [{ Id: "192.0.2.1", Port: 6443 }],
      });
      expect(await code(outside)).toBe("accepted");
      const unknown = at.send("RegisterTargets", {
        TargetGroupArn: await group(at, { Name: "instances", TargetType: "instance" }),
        Targets: [{ Id: "i-00000000000000009", Port: 6443 }],
      });
      expect(await code(unknown)).toBe("accepted");
    },
  },
  {
    title: "a target has one port: registering another overwrites it",
    holds: async (at) => {
      const TargetGroupArn = await group(at);
      for (const Port of [6443, 6444])
        await at.send("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "172.31.0.11", Port }] });
      expect(await states(at, TargetGroupArn)).toEqual(["172.31.0.11:6444 healthy"]);
    },
  },
  {
    title: "a target is healthy at once, also in a group that no listener uses",
    holds: async (at) => {
      const TargetGroupArn = await group(at);
      await at.send("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "172.31.0.11", Port: 6443 }] });
      expect(await states(at, TargetGroupArn)).toEqual(["172.31.0.11:6443 healthy"]);
    },
  },
  {
    title: "the zone of a target is not told",
    holds: async (at) => {
      const TargetGroupArn = await group(at);
      await at.send("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "172.31.0.11", Port: 6443 }] });
      const { TargetHealthDescriptions = [] } = await at.send("DescribeTargetHealth", { TargetGroupArn });
      expect(TargetHealthDescriptions.map(({ Target }) => Target?.AvailabilityZone)).toEqual([undefined]);
    },
  },
  {
    title: "deregistering a target that is not registered is an error",
    holds: async (at) => {
      const Targets = [{ Id: "172.31.0.11", Port: 6443 }];
      expect(await code(at.send("DeregisterTargets", { TargetGroupArn: await group(at), Targets }))).toBe(
        "InvalidTarget",
      );
    },
  },
  {
    title: "security groups can be given to a load balancer that was made without",
    holds: async (at) => {
      const LoadBalancerArn = await balancer(at);
      const SecurityGroups = [at.securityGroupId];
      expect(await code(at.send("SetSecurityGroups", { LoadBalancerArn, SecurityGroups }))).toBe("accepted");
    },
  },
  {
    title: "a network load balancer cannot be reduced to one subnet",
    holds: async (at) => {
      const LoadBalancerArn = await balancer(at);
      const Subnets = at.subnets.slice(0, 1).map(({ id }) => id);
      expect(await code(at.send("SetSubnets", { LoadBalancerArn, Subnets }))).toBe(
        "InvalidConfigurationRequest",
      );
    },
  },
  {
    title: "deletion protection protects nothing",
    holds: async (at) => {
      const LoadBalancerArn = await balancer(at);
      const Attributes = [{ Key: "deletion_protection.enabled", Value: "true" }];
      await at.send("ModifyLoadBalancerAttributes", { LoadBalancerArn, Attributes });
      expect(await code(at.send("DeleteLoadBalancer", { LoadBalancerArn }))).toBe("accepted");
      expect(await code(at.send("DescribeLoadBalancers", { LoadBalancerArns: [LoadBalancerArn] }))).toBe(
        "LoadBalancerNotFound",
      );
    },
  },
  {
    title: "a load balancer without target groups is said to have none that can be found",
    holds: async (at) => {
      const LoadBalancerArn = await balancer(at);
      expect(await code(at.send("DescribeTargetGroups", { LoadBalancerArn }))).toBe("TargetGroupNotFound");
    },
  },
  {
    title: "nothing with more than ten tags can be given another",
    holds: async (at) => {
      const Tags = Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: "" }));
      const arn = await balancer(at);
      await at.send("AddTags", { ResourceArns: [arn], Tags });
      const more = at.send("AddTags", { ResourceArns: [arn], Tags: [{ Key: "more", Value: "" }] });
      expect(await code(more)).toBe("TooManyTags");
    },
  },
  {
    title: "tags of a thing that does not exist are an empty list",
    holds: async (at) => {
      const arn = `${await balancer(at)}0`;
      expect(await code(at.send("DescribeTags", { ResourceArns: [arn] }))).toBe("accepted");
    },
  },
];
