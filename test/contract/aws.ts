import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { descriptor } from "../../providers/aws/descriptor.ts";
import { driver } from "../../providers/aws/driver.ts";
import { access, emulator } from "../../providers/aws/emulator/index.ts";
import type { State } from "../../providers/aws/emulator/state.ts";
import type { Driver } from "../../src/core/provider.ts";
import type { SpecInput } from "../../src/core/spec.ts";
import type { CloudEmulator, World } from "../../src/emulator/types.ts";
import type { Subject } from "./subject.ts";

const ZONES = ["a", "b", "c"].map((letter) => `eu-central-1${letter}`);

const world: World = {
  instances: ZONES.map((zone, index) => ({
    id: `i-0000000000000000${index + 1}`,
    vpcId: "vpc-1",
    subnetId: `subnet-${index + 1}`,
    zone,
    addresses: [`10.0.${index + 1}.11`],
    state: "running",
    ports: {},
  })),
  subnets: ZONES.map((zone, index) => ({
    id: `subnet-${index + 1}`,
    vpcId: "vpc-1",
    zone,
    cidr: `10.0.${index + 1}.0/24`,
  })),
  securityGroups: [{ id: "sg-1", vpcId: "vpc-1" }],
};

const spec: SpecInput = {
  apiVersion: "slbctl/v1",
  kind: "LoadBalancer",
  name: "api",
  provider: "aws",
  region: access.region,
  subnets: ZONES.map((zone, index) => ({ id: `subnet-${index + 1}`, zone })),
  masters: ZONES.map((zone, index) => ({ name: `m${index + 1}`, address: `10.0.${index + 1}.11`, zone })),
};

export const awsSubject: Subject = {
  id: "aws",
  descriptor,
  driver: driver as Driver,
  emulator: emulator as CloudEmulator<unknown>,
  env: access.env,
  region: access.region,
  world,
  spec,
  changed: {
    ...spec,
    masters: spec.masters.slice(0, 2),
    healthCheck: { intervalSeconds: 7 },
    crossZone: true,
    idleTimeoutSeconds: 600,
    drainSeconds: 30,
    tags: { team: "platform" },
  },
  budget: { reads: 2, writes: 5 },
  makeForeign: (cloud, name) =>
    cloud.serve([], async (kit) => {
      process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
      const client = new ElasticLoadBalancingV2Client({
        region: access.region,
        endpoint: kit.endpoints["aws"] ?? "",
        credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
      });
      try {
        const { LoadBalancers } = await client.send(
          new CreateLoadBalancerCommand({
            Name: name,
            Type: "network",
            Scheme: "internal",
            Subnets: ["subnet-1"],
          }),
        );
        return LoadBalancers?.[0]?.LoadBalancerArn ?? "";
      } finally {
        client.destroy();
      }
    }),
  inventory(state) {
    const { loadBalancers, targetGroups } = state as State;
    return [...loadBalancers, ...targetGroups].map(({ arn }) => arn);
  },
};
