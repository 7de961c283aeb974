import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DuplicateLoadBalancerNameException,
  ElasticLoadBalancingV2Client,
  ElasticLoadBalancingV2ServiceException,
  paginateDescribeTargetGroups,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bench, serve } from "./fixture.ts";

let bench: Bench;
let url: string;
let close: () => Promise<void>;
let serverAheadMs = 0;
const clients: ElasticLoadBalancingV2Client[] = [];

beforeAll(async () => {
  bench = new Bench();
  ({ url, close } = await serve(bench, () => Date.now() + serverAheadMs));
});
afterAll(async () => {
  for (const each of clients) each.destroy();
  await close();
});

function client(
  options: { secretAccessKey?: string; systemClockOffset?: number } = {},
): ElasticLoadBalancingV2Client {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const made = new ElasticLoadBalancingV2Client({
    region: "us-east-1",
    endpoint: url,
    maxAttempts: 2,
    credentials: { accessKeyId: "emulator", secretAccessKey: options.secretAccessKey ?? "emulator" },
  });
  clients.push(made);
  return made;
}

const WISH = { Name: "sdk", Type: "network", Scheme: "internal", Subnets: ["subnet-a"] } as const;

test("AWS's SDK for JavaScript: typed answers, typed refusals, request ids", async () => {
  const sdk = client();
  const { LoadBalancers, $metadata } = await sdk.send(
    new CreateLoadBalancerCommand({ ...WISH, Subnets: ["subnet-a"] }),
  );
  expect(LoadBalancers?.[0]).toMatchObject({
    LoadBalancerName: "sdk",
    VpcId: "vpc-1",
    State: { Code: "provisioning" },
  });
  expect(LoadBalancers?.[0]?.CreatedTime).toBeInstanceOf(Date);
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  await expect(
    sdk.send(new CreateLoadBalancerCommand({ ...WISH, Subnets: ["subnet-b"] })),
  ).rejects.toBeInstanceOf(DuplicateLoadBalancerNameException);
  for (const Name of ["one", "two", "three"])
    await sdk.send(
      new CreateTargetGroupCommand({ Name, Protocol: "TCP", Port: 1, VpcId: "vpc-1", TargetType: "ip" }),
    );
  const pages = [];
  for await (const page of paginateDescribeTargetGroups({ client: sdk }, { PageSize: 2 }))
    pages.push(page.TargetGroups?.map(({ TargetGroupName }) => TargetGroupName));
  expect(pages).toEqual([["one", "two"], ["three"]]);
});

test("a missing required parameter, which the SDK does not notice, is a ValidationError", async () => {
  const refused = client().send(new RegisterTargetsCommand({ TargetGroupArn: "arn:x", Targets: undefined }));
  await expect(refused).rejects.toMatchObject({
    name: "ValidationError",
    message: expect.stringContaining("'targets'"),
  });
});

test("an empty list arrives as given but empty", async () => {
  const { TargetGroups } = await client().send(new DescribeTargetGroupsCommand({ Names: [] }));
  expect(TargetGroups).toHaveLength(3);
});

test("a clock an hour off is corrected from the Date header of the refusal", async () => {
  serverAheadMs = 3_600_000;
  try {
    const { $metadata } = await client().send(new DescribeLoadBalancersCommand({}));
    expect($metadata.attempts).toBe(2);
  } finally {
    serverAheadMs = 0;
  }
});

test("a wrong secret is not retried", async () => {
  const error = await client({ secretAccessKey: "x" })
    .send(new DescribeLoadBalancersCommand({}))
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ElasticLoadBalancingV2ServiceException);
  expect(error).toMatchObject({ name: "SignatureDoesNotMatch", $metadata: { httpStatusCode: 403 } });
});
