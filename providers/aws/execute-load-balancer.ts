import type { LoadBalancer } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Change, CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import { OWNER_TAG } from "../../src/core/provider.ts";
import { type Attributes, beyondDefaults, LOAD_BALANCER_DEFAULTS, toList } from "./attributes.ts";
import { call, callOrFind, orAbsent } from "./call.ts";
import { changedEntries, concerns } from "./changed.ts";
import type { Connection } from "./connection.ts";
import { expectMine } from "./expect-mine.ts";
import { AwsFault, malformed } from "./faults.ts";
import { tagsByArn } from "./observe-listeners.ts";
import { type LoadBalancerProps, loadBalancerProps } from "./props.ts";
import { loadBalancerOutputs } from "./read-load-balancer.ts";

type Outputs = Readonly<Record<string, string>>;

/** Longer than a creation and its answer take; AWS then provisions for minutes. */
const FRESH_MS = 60_000;

/** Mappings where an address is chosen anywhere, else plain subnets: what the API takes one or the other of. */
function placement({ subnets }: LoadBalancerProps) {
  const entries = Object.entries(subnets);
  if (entries.every(([, { address }]) => address === undefined))
    return { Subnets: entries.map(([id]) => id) };
  return {
    SubnetMappings: entries.map(([SubnetId, { address }]) => ({
      SubnetId,
      ...(address === undefined ? {} : { PrivateIPv4Address: address }),
    })),
  };
}

async function setAttributes(connection: Connection, arn: string, wish: Attributes): Promise<void> {
  if (Object.keys(wish).length === 0) return;
  await call(connection, "ModifyLoadBalancerAttributes", { LoadBalancerArn: arn, Attributes: toList(wish) });
}

/** The zone of a subnet is what it is; a spec that says otherwise would be told so at every run. */
function refuseOtherZone(subnet: string, said: string, actual: string): never {
  throw new AwsFault(
    { fault: "input", outcome: "refused" },
    {
      en: `subnet ${subnet} lies in ${actual}, not in ${said} as the spec says`,
      zh: `子网 ${subnet} 位于 ${actual}，而不是配置中的 ${said}`,
    },
    { hint: { en: "correct subnets[].zone, then run again", zh: "请更正 subnets[].zone 后重试" } },
  );
}

/** The load balancer of a creation whose answer was lost: it has the name and the tag that only we give. */
async function findMine(
  connection: Connection,
  { name, tags }: LoadBalancerProps,
): Promise<LoadBalancer | undefined> {
  const answer = await orAbsent(call(connection, "DescribeLoadBalancers", { Names: [name] }));
  const found = answer?.LoadBalancers?.[0];
  if (found?.LoadBalancerArn === undefined) return undefined;
  const tagged = await tagsByArn(connection, [found.LoadBalancerArn]);
  return tagged.get(found.LoadBalancerArn)?.[OWNER_TAG] === tags[OWNER_TAG] ? found : undefined;
}

/** One that was made a moment ago. The clock here may be wrong: that costs a read. */
const isFresh = ({ State, CreatedTime }: LoadBalancer): boolean =>
  State?.Code === "provisioning" && Math.abs(Date.now() - (CreatedTime?.getTime() ?? 0)) < FRESH_MS;

/** Tags come with the creation, so that whatever happens next, it is known as ours. */
export async function create(connection: Connection, step: CreateStep): Promise<Outputs> {
  const props = loadBalancerProps.parse(step.props);
  const made = await callOrFind(
    connection,
    async () => {
      const { LoadBalancers } = await call(connection, "CreateLoadBalancer", {
        Name: props.name,
        Type: "network",
        Scheme: props.scheme,
        IpAddressType: "ipv4",
        ...placement(props),
        ...(props.securityGroups.length > 0 ? { SecurityGroups: props.securityGroups } : {}),
        Tags: toList(props.tags),
      });
      const [balancer] = LoadBalancers ?? [];
      if (balancer?.LoadBalancerArn === undefined) throw malformed("CreateLoadBalancer", "LoadBalancerArn");
      return balancer;
    },
    () => findMine(connection, props),
  );
  const outputs = loadBalancerOutputs(made);
  const arn = outputs["id"] ?? "";
  if (!isFresh(made)) await expectMine(connection, arn, props);
  connection.created.add(arn);
  if (made.VpcId !== undefined) connection.vpcs.set(props.name, made.VpcId);
  await setAttributes(connection, arn, beyondDefaults(props.attributes, LOAD_BALANCER_DEFAULTS));
  for (const { SubnetId = "", ZoneName } of made.AvailabilityZones ?? []) {
    const said = props.zones?.[SubnetId];
    if (said !== undefined && ZoneName !== undefined && said !== ZoneName)
      refuseOtherZone(SubnetId, said, ZoneName);
  }
  return outputs;
}

function refuseOtherAddress({ path, from, to }: Change): never {
  throw new AwsFault(
    { fault: "input", outcome: "refused" },
    {
      en: `${path} is ${from ?? "chosen by AWS"} and cannot become ${to}: the address in a subnet is chosen when the subnet is added`,
      zh: `${path} 为 ${from ?? "AWS 自动分配"}，无法改为 ${to}：子网中的地址在加入子网时确定`,
    },
    {
      hint: {
        en: "take the subnet out, run again, and put it back with its address; or delete and create",
        zh: "请先移除该子网并运行一次，再带地址加回；或删除后重新创建",
      },
    },
  );
}

/** Changes what differs, each by its own call, all of which may be repeated. The tag comes first: from then on it is ours. */
export async function update(connection: Connection, step: UpdateStep): Promise<Outputs> {
  const props = loadBalancerProps.parse(step.props);
  const LoadBalancerArn = step.outputs["id"] ?? "";
  const tags = changedEntries(step, "tags", props.tags);
  if (Object.keys(tags).length > 0)
    await call(connection, "AddTags", { ResourceArns: [LoadBalancerArn], Tags: toList(tags) });
  for (const change of step.changes) {
    const subnet = change.path.replace(/^zones\./, "");
    if (subnet !== change.path && typeof change.from === "string")
      refuseOtherZone(subnet, String(change.to), change.from);
    if (/^subnets\..+\.address$/.test(change.path)) refuseOtherAddress(change);
  }
  if (concerns(step, "subnets"))
    await call(connection, "SetSubnets", { LoadBalancerArn, ...placement(props) });
  if (concerns(step, "securityGroups"))
    await call(connection, "SetSecurityGroups", { LoadBalancerArn, SecurityGroups: props.securityGroups });
  await setAttributes(connection, LoadBalancerArn, changedEntries(step, "attributes", props.attributes));
  return step.outputs;
}

/** Takes the listeners along; the target group stays. One that is gone already is a success. */
export async function remove(connection: Connection, step: DeleteStep): Promise<Outputs> {
  const LoadBalancerArn = step.outputs["id"] ?? "";
  await orAbsent(call(connection, "DeleteLoadBalancer", { LoadBalancerArn }));
  connection.created.delete(LoadBalancerArn);
  return {};
}
