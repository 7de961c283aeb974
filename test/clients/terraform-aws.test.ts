import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Bench, serve } from "../providers/aws/emulator/fixture.ts";
import { missing, programPath, runProgram } from "../skip.ts";

const PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

/** Conventional places of provider mirrors; the first that holds the AWS provider is used. */
const MIRRORS = [
  process.env["SLBCTL_TEST_TF_MIRROR"],
  process.env["TF_PLUGIN_MIRROR"],
  join(homedir(), ".terraform.d", "plugins"),
  "/usr/share/terraform/plugins",
  "/usr/local/share/terraform/plugins",
  "/opt/tf-plugins",
].filter((path): path is string => path !== undefined && path !== "");

const config = (url: string): string => `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "emulator"
  secret_key                  = "emulator"
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints {
    elbv2 = "${url}"
    ec2   = "${url}"
    sts   = "${url}"
  }
}

resource "aws_lb" "api" {
  name                             = "api"
  internal                         = true
  load_balancer_type               = "network"
  subnets                          = ["subnet-a", "subnet-b", "subnet-c"]
  security_groups                  = ["sg-1"]
  enable_cross_zone_load_balancing = true
  tags                             = { "slbctl/name" = "api", Owner = "team" }
}

resource "aws_lb_target_group" "masters" {
  name                 = "masters"
  port                 = 6443
  protocol             = "TCP"
  target_type          = "ip"
  vpc_id               = "vpc-1"
  preserve_client_ip   = false
  deregistration_delay = 30
  tags                 = { "slbctl/name" = "api" }
  health_check {
    protocol            = "HTTPS"
    path                = "/readyz"
    port                = "traffic-port"
    interval            = 10
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}

resource "aws_lb_target_group" "instances" {
  name        = "instances"
  port        = 22623
  protocol    = "TCP"
  target_type = "instance"
  vpc_id      = "vpc-1"
}

resource "aws_lb_target_group_attachment" "masters" {
  for_each         = toset(["127.0.1.10", "127.0.2.10", "127.0.3.10"])
  target_group_arn = aws_lb_target_group.masters.arn
  target_id        = each.value
  port             = 6443
}

resource "aws_lb_target_group_attachment" "instance" {
  target_group_arn = aws_lb_target_group.instances.arn
  target_id        = "i-00000000000000001"
}

resource "aws_lb_listener" "api" {
  load_balancer_arn        = aws_lb.api.arn
  port                     = 6443
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = 600
  tags                     = { "slbctl/name" = "api" }
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.masters.arn
  }
}

resource "aws_lb_listener" "bootstrap" {
  load_balancer_arn = aws_lb.api.arn
  port              = 22623
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.instances.arn
  }
}

output "preserved" {
  value = "\${aws_lb_target_group.masters.preserve_client_ip} \${aws_lb_target_group.instances.preserve_client_ip}"
}
`;

/** About 100 s on an idle machine: the provider itself waits a full minute for a load balancer. */
const LIMIT_MS = 240_000;

test("Terraform's AWS provider creates, plans no change and destroys", {
  timeout: LIMIT_MS,
}, async (context) => {
  if (programPath("terraform") === undefined) return context.skip(missing("terraform"));
  const mirror = MIRRORS.find(
    (path) => existsSync(join(path, PROVIDER)) && readdirSync(join(path, PROVIDER)).length > 0,
  );
  if (mirror === undefined) return context.skip(missing("terraform-provider-aws"));
  const folder = mkdtempSync(join(tmpdir(), "slbctl-terraform-"));
  const bench = new Bench();
  const { url, actions, close } = await serve(bench);
  try {
    const settings = join(folder, "terraform.rc");
    writeFileSync(
      settings,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    writeFileSync(join(folder, "main.tf"), config(url));
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      TMPDIR: tmpdir(),
      TF_CLI_CONFIG_FILE: settings,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const terraform = (...parameters: string[]) =>
      runProgram("terraform", [...parameters, "-no-color"], { cwd: folder, env, timeoutMs: 100_000 });

    const init = await terraform("init", "-input=false");
    expect(init.status, init.output).toBe(0);
    const apply = await terraform("apply", "-auto-approve", "-input=false");
    expect(apply.status, apply.output).toBe(0);
    expect(apply.output).toContain('preserved = "false true"');
    const plan = await terraform("plan", "-detailed-exitcode", "-input=false");
    expect(plan.status, plan.output).toBe(0);

    const [balancer] = bench.state.loadBalancers;
    expect(balancer).toMatchObject({ scheme: "internal", securityGroups: ["sg-1"], tags: { Owner: "team" } });
    expect(balancer?.attributes["load_balancing.cross_zone.enabled"]).toBe("true");
    expect(bench.state.targetGroups.map(({ name, targets }) => [name, targets.length]).sort()).toEqual([
      ["instances", 1],
      ["masters", 3],
    ]);
    expect(bench.state.listeners.map(({ port, attributes }) => [port, attributes]).sort()).toEqual([
      [22623, { "tcp.idle_timeout.seconds": "350" }],
      [6443, { "tcp.idle_timeout.seconds": "600" }],
    ]);

    const destroy = await terraform("destroy", "-auto-approve", "-input=false");
    expect(destroy.status, destroy.output).toBe(0);
    const { loadBalancers, targetGroups, listeners } = bench.state;
    expect({ loadBalancers, targetGroups, listeners }).toEqual({
      loadBalancers: [],
      targetGroups: [],
      listeners: [],
    });
    expect(actions.filter(({ response }) => response.status >= 500)).toEqual([]);
    expect(actions.map(({ action }) => action)).not.toContain("unknown");
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
