"""Drives the emulated ELBv2 API with botocore and checks what comes back. Argument: endpoint URL.

Prints one line per check, `ok <name>` or `FAILED <name>: <why>`, and ends with status 1 if any failed.
"""

import sys
import xml.etree.ElementTree as ElementTree

import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
FAILURES = []


def strangers(element, shape, at):
    """Elements of an answer that the service model does not know, or texts that are not of the model's type."""
    children = {child.tag.split("}")[-1]: child for child in element}
    if shape.type_name == "structure":
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, child in children.items():
            yield from strangers(child, names[name], f"{at}.{name}") if name in names else [f"{at}.{name} is unknown"]
    elif shape.type_name == "list":
        for child in element:
            yield from strangers(child, shape.member, f"{at}[]")
    elif shape.type_name == "string":
        if getattr(shape, "enum", []) and element.text not in shape.enum:
            yield f"{at} is {element.text!r}, not one of {shape.enum}"
    elif shape.type_name == "boolean" and element.text not in ("true", "false"):
        yield f"{at} is {element.text!r}"


def conform(http_response, parsed, model, **_kwargs):
    """Botocore passes over what it does not know, so every answer is compared with its model here."""
    root = ElementTree.fromstring(http_response.content)
    if http_response.status_code != 200:
        codes = {shape.metadata.get("error", {}).get("code") for shape in model.error_shapes} | COMMON_CODES
        code = parsed["Error"]["Code"]
        found = [] if code in codes or ".NotFound" in code else [f"error code {code} is not in the model"]
    elif model.output_shape is None:
        found = []
    else:
        wrapper = model.output_shape.serialization.get("resultWrapper")
        if wrapper is None:
            body = ElementTree.Element("body")
            body.extend(child for child in root if not child.tag.endswith("}requestId"))
        else:
            body = next(child for child in root if child.tag.endswith("}" + wrapper))
        if not root.tag.startswith("{" + model.service_model.metadata.get("xmlNamespace", "").rstrip("/")):
            FAILURES.append(f"namespace {root.tag}")
        found = list(strangers(body, model.output_shape, model.name))
    for each in found:
        FAILURES.append(each)
        print("FAILED conformance:", each)


COMMON_CODES = {"ValidationError", "SignatureDoesNotMatch", "InvalidClientTokenId"}


def client(service, key="emulator", secret="emulator"):
    session = botocore.session.get_session()
    made = session.create_client(
        service,
        region_name="us-east-1",
        endpoint_url=ENDPOINT,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 1}, connect_timeout=5, read_timeout=10),
    )
    made.meta.events.register(f"after-call.{made.meta.service_model.service_id.hyphenize()}", conform)
    return made


def check(name, actual, wanted):
    if actual == wanted:
        print("ok", name)
    else:
        FAILURES.append(name)
        print(f"FAILED {name}: got {actual!r}, wanted {wanted!r}")


def refused(name, exception, call, **parameters):
    """The refusal must arrive as the exception class that the service model names."""
    try:
        call(**parameters)
    except exception as error:
        print("ok", name, error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        return error.response
    except ClientError as error:
        FAILURES.append(name)
        print(f"FAILED {name}: refused with {error!r}")
    else:
        FAILURES.append(name)
        print(f"FAILED {name}: was not refused")
    return {}


def attributes(answer):
    return {each["Key"]: each["Value"] for each in answer["Attributes"]}


elb = client("elbv2")
errors = elb.exceptions

# A load balancer, twice.
wish = {
    "Name": "api",
    "Type": "network",
    "Scheme": "internal",
    "Subnets": ["subnet-a", "subnet-b", "subnet-c"],
    "SecurityGroups": ["sg-1"],
    "Tags": [{"Key": "slbctl/name", "Value": "api & <co> \u96c6\u7fa4"}],
}
refused("tag values are checked", ClientError, elb.create_load_balancer, **wish)
wish["Tags"][0]["Value"] = "api \u96c6\u7fa4 +/@"
created = elb.create_load_balancer(**wish)
balancer = created["LoadBalancers"][0]
arn = balancer["LoadBalancerArn"]
check("request id", len(created["ResponseMetadata"]["RequestId"]), 36)
check("state", balancer["State"], {"Code": "provisioning"})
check("type", (balancer["Type"], balancer["Scheme"], balancer["VpcId"]), ("network", "internal", "vpc-1"))
check("zones", [zone["ZoneName"] for zone in balancer["AvailabilityZones"]], ["us-east-1a", "us-east-1b", "us-east-1c"])
check("created time", balancer["CreatedTime"].tzinfo is not None, True)
check("security groups", balancer["SecurityGroups"], ["sg-1"])
check("idempotent create", elb.create_load_balancer(**wish)["LoadBalancers"][0]["LoadBalancerArn"], arn)
refused(
    "duplicate name",
    errors.DuplicateLoadBalancerNameException,
    elb.create_load_balancer,
    **{**wish, "Subnets": ["subnet-a"]},
)
elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 10})
print("ok waiter load_balancer_available")
tags = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
check("tags", tags, wish["Tags"])

# Target groups.
group = elb.create_target_group(
    Name="masters",
    Protocol="TCP",
    Port=6443,
    VpcId="vpc-1",
    TargetType="ip",
    HealthCheckProtocol="HTTPS",
    HealthCheckPath="/readyz",
    HealthCheckIntervalSeconds=10,
    HealthyThresholdCount=2,
)["TargetGroups"][0]
check("group has no load balancer", group["LoadBalancerArns"], [])
check("group numbers", (group["Port"], group["HealthCheckTimeoutSeconds"], group["HealthCheckEnabled"]), (6443, 10, True))
check("matcher", group["Matcher"], {"HttpCode": "200-399"})
group_arn = group["TargetGroupArn"]
check(
    "ip targets do not preserve the client",
    attributes(elb.describe_target_group_attributes(TargetGroupArn=group_arn))["preserve_client_ip.enabled"],
    "false",
)
modified = elb.modify_target_group_attributes(
    TargetGroupArn=group_arn, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}]
)
check("partial modify", attributes(modified)["deregistration_delay.timeout_seconds"], "30")
check(
    "register answers nothing",
    [
        key
        for key in elb.register_targets(
            TargetGroupArn=group_arn,
            Targets=[{"Id": "127.0.1.10"}, {"Id": "127.0.2.10", "Port": 7443}, {"Id": "10.9.9.9", "AvailabilityZone": "all"}],
        )
        if key != "ResponseMetadata"
    ],
    [],
)
health = elb.describe_target_health(TargetGroupArn=group_arn)["TargetHealthDescriptions"]
check(
    "unused before a listener",
    {(each["Target"]["Id"], each["Target"]["Port"], each["TargetHealth"]["Reason"]) for each in health},
    {("127.0.1.10", 6443, "Target.NotInUse"), ("127.0.2.10", 7443, "Target.NotInUse"), ("10.9.9.9", 6443, "Target.NotInUse")},
)
refused(
    "unknown instance",
    errors.InvalidTargetException,
    elb.register_targets,
    TargetGroupArn=elb.create_target_group(Name="byid", Protocol="TCP", Port=6443, VpcId="vpc-1")["TargetGroups"][0][
        "TargetGroupArn"
    ],
    Targets=[{"Id": "i-0123456789abcdef0"}],
)

# Listeners.
listener = elb.create_listener(
    LoadBalancerArn=arn,
    Protocol="TCP",
    Port=6443,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": group_arn}],
)["Listeners"][0]
check("listener forwards", listener["DefaultActions"][0]["TargetGroupArn"], group_arn)
refused(
    "duplicate listener",
    errors.DuplicateListenerException,
    elb.create_listener,
    LoadBalancerArn=arn,
    Protocol="TCP_UDP",
    Port=6443,
    DefaultActions=[
        {
            "Type": "forward",
            "TargetGroupArn": elb.create_target_group(Name="both", Protocol="TCP_UDP", Port=53, VpcId="vpc-1")[
                "TargetGroups"
            ][0]["TargetGroupArn"],
        }
    ],
)
idle = elb.modify_listener_attributes(
    ListenerArn=listener["ListenerArn"], Attributes=[{"Key": "tcp.idle_timeout.seconds", "Value": "6000"}]
)
check("idle timeout", attributes(idle), {"tcp.idle_timeout.seconds": "6000"})
rule = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"][0]
check("default rule", (rule["Priority"], rule["IsDefault"], rule["Conditions"]), ("default", True, []))
refused("group in use", errors.ResourceInUseException, elb.delete_target_group, TargetGroupArn=group_arn)

# Everything else that can be read, for the comparison with the model.
elb.describe_listeners(LoadBalancerArn=arn)
elb.describe_listener_certificates(ListenerArn=listener["ListenerArn"])
elb.describe_listener_attributes(ListenerArn=listener["ListenerArn"])
elb.modify_listener(ListenerArn=listener["ListenerArn"], Port=6444)
elb.modify_target_group(TargetGroupArn=group_arn, HealthCheckProtocol="TCP")
elb.describe_load_balancer_attributes(LoadBalancerArn=arn)
elb.describe_capacity_reservation(LoadBalancerArn=arn)
elb.set_security_groups(LoadBalancerArn=arn, SecurityGroups=["sg-1", "sg-2"])
elb.set_subnets(LoadBalancerArn=arn, Subnets=["subnet-a", "subnet-b", "subnet-c"])
elb.set_ip_address_type(LoadBalancerArn=arn, IpAddressType="ipv4")
elb.add_tags(ResourceArns=[group_arn], Tags=[{"Key": "a", "Value": ""}])
elb.remove_tags(ResourceArns=[group_arn], TagKeys=["a"])
elb.deregister_targets(TargetGroupArn=group_arn, Targets=[{"Id": "127.0.1.10"}])
elb.describe_target_health(TargetGroupArn=group_arn)

# Paging and limits through botocore's own paginators.
pages = list(elb.get_paginator("describe_target_groups").paginate(PaginationConfig={"PageSize": 1}))
check("pages", [len(each["TargetGroups"]) for each in pages], [1, 1, 1])
limits = {each["Name"]: each["Max"] for each in elb.describe_account_limits()["Limits"]}
check("limit", limits["network-load-balancers"], "50")

# Deletion protection.
elb.modify_load_balancer_attributes(
    LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}]
)
refused("deletion protection", errors.OperationNotPermittedException, elb.delete_load_balancer, LoadBalancerArn=arn)
elb.modify_load_balancer_attributes(
    LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]
)

# The interfaces by which the nodes' addresses are found.
ec2 = client("ec2")
interfaces = ec2.describe_network_interfaces(
    Filters=[{"Name": "description", "Values": ["ELB " + arn.split("loadbalancer/")[1]]}]
)["NetworkInterfaces"]
check("one node per zone", sorted(each["AvailabilityZone"] for each in interfaces), ["us-east-1a", "us-east-1b", "us-east-1c"])
check("node addresses", [each["PrivateIpAddress"].rsplit(".", 1)[0] for each in interfaces], ["127.0.1", "127.0.2", "127.0.3"])
check("vpc range", ec2.describe_vpcs(VpcIds=["vpc-2"])["Vpcs"][0]["CidrBlock"], "127.1.1.0/24")
reservations = ec2.describe_instances(InstanceIds=["i-00000000000000002"])["Reservations"]
check("instance", reservations[0]["Instances"][0]["PrivateIpAddress"], "127.0.2.10")
ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": ["vpc-*"]}])
ec2.describe_security_groups(GroupIds=["sg-1"])
ec2.describe_account_attributes()
missing = refused("unknown subnet", ClientError, ec2.describe_subnets, SubnetIds=["subnet-none"])
check("EC2's own error code", missing["Error"]["Code"], "InvalidSubnetID.NotFound")
check("account", client("sts").get_caller_identity()["Account"], "123456789012")

# Signatures.
wrong = refused("wrong secret", ClientError, client("elbv2", secret="not it").describe_load_balancers)
check("wrong secret's code", wrong["Error"]["Code"], "SignatureDoesNotMatch")
unknown = refused("unknown key", ClientError, client("elbv2", key="AKIDNOBODY").describe_load_balancers)
check("unknown key's code", unknown["Error"]["Code"], "InvalidClientTokenId")

# Everything goes.
elb.delete_load_balancer(LoadBalancerArn=arn)
elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 3})
elb.delete_load_balancer(LoadBalancerArn=arn)
for each in elb.describe_target_groups()["TargetGroups"]:
    elb.delete_target_group(TargetGroupArn=each["TargetGroupArn"])
check("nothing is left", (elb.describe_load_balancers()["LoadBalancers"], elb.describe_target_groups()["TargetGroups"]), ([], []))
refused("listener went along", errors.ListenerNotFoundException, elb.describe_listeners, ListenerArns=[listener["ListenerArn"]])

print(f"botocore {botocore.__version__}: {len(FAILURES)} failed")
sys.exit(1 if FAILURES else 0)
