"""Drives the emulated SLB API with Alibaba Cloud's own Python SDK and checks what comes back. Argument: endpoint URL.

Instances i-m1 and i-m2 answer on port 6443 of their addresses, i-m3 does not. Prints one line per check, `ok <name>`
or `FAILED <name>: <why>`, and ends with status 1 if any failed.
"""

import json
import sys
import time
import typing
from importlib.metadata import version

from alibabacloud_slb20140515 import models
from alibabacloud_slb20140515.client import Client
from alibabacloud_tea_openapi import models as openapi
from alibabacloud_tea_util import models as util
from darabonba.exceptions import DaraException
from darabonba.model import DaraModel

ENDPOINT = sys.argv[1].removeprefix("http://")
REGION = "cn-hangzhou"
VERSION = version("alibabacloud_slb20140515")
FAILURES = []


def check(name, got, expected):
    if got == expected:
        print("ok", name)
    else:
        FAILURES.append(name)
        print(f"FAILED {name}: got {got!r}, expected {expected!r}")


# Fields that the API reference names and this SDK does not.
KNOWN_TO_THE_REFERENCE = {"DescribeHealthStatusResponseBodyBackendServersBackendServer": {"Type"}}


def fields(model):
    """Type of each field of a model, by its wire name in lower case."""
    types = typing.get_type_hints(model.__init__, vars(sys.modules[model.__module__]))
    return {name.replace("_", ""): type_ for name, type_ in types.items()}


def strangers(value, type_, at):
    """Where an answer has fields that the SDK's model does not read, or values of another type."""
    if typing.get_origin(type_) is list:
        if not isinstance(value, list):
            yield f"{at} is not a list"
            return
        for each in value:
            yield from strangers(each, typing.get_args(type_)[0], f"{at}[]")
    elif isinstance(type_, type) and issubclass(type_, DaraModel):
        types = fields(type_)
        read = type_().from_map(value).to_map()
        for key, each in value.items():
            if key in read:
                yield from strangers(each, types[key.lower()], f"{at}.{key}")
            elif key not in KNOWN_TO_THE_REFERENCE.get(type_.__name__, ()):
                yield f"{at}.{key} is unknown"
    elif type_ is int and (isinstance(value, bool) or not isinstance(value, int)):
        yield f"{at} is {value!r}, not a number"
    elif type_ in (str, bool) and not isinstance(value, type_):
        yield f"{at} is {value!r}, not {type_.__name__}"


class Watching(Client):
    """Compares every answer with the SDK's model of it: the SDK itself passes over what it does not know."""

    def call_api(self, params, request, runtime):
        answer = super().call_api(params, request, runtime)
        type_ = getattr(models, f"{params.action}ResponseBody")
        for each in strangers(answer["body"], type_, params.action):
            FAILURES.append(each)
            print("FAILED conformance:", each)
        check(f"{params.action} has a request id", bool(answer["headers"].get("x-acs-request-id")), True)
        return answer


def client(secret="emulator", key="emulator", token=None):
    config = openapi.Config(
        access_key_id=key,
        access_key_secret=secret,
        security_token=token,
        endpoint=ENDPOINT,
        region_id=REGION,
        protocol="http",
    )
    return Watching(config)


slb = client()
RUNTIME = util.RuntimeOptions(autoretry=False, read_timeout=10_000, connect_timeout=10_000)


def call(action, via=slb, **parameters):
    """`action` is the SDK's own name of the method, `parameters` are those of its request model."""
    request = "".join(part.capitalize() for part in action.split("_")).replace("Tcplistener", "TCPListener")
    model = getattr(models, f"{request.replace('Vserver', 'VServer')}Request")
    known = typing.get_type_hints(model.__init__, vars(sys.modules[model.__module__]))
    region = {"region_id": REGION} if "region_id" in known else {}
    return getattr(via, f"{action}_with_options")(model(**region, **parameters), RUNTIME).body


def refused(name, code, action, **parameters):
    try:
        call(action, **parameters)
        check(name, "no error", code)
    except DaraException as error:
        check(name, error.code, code)


def until(name, read, expected, seconds=15):
    end = time.monotonic() + seconds
    got = read()
    while got != expected and time.monotonic() < end:
        time.sleep(0.2)
        got = read()
    check(name, got, expected)


# Lookups.
regions = call("describe_regions").regions.region
check("a region", REGION in [each.region_id for each in regions], True)
check("zones", [each.zone_id for each in call("describe_zones").zones.zone], ["cn-hangzhou-g", "cn-hangzhou-h", "cn-hangzhou-i"])
call("describe_available_resource", address_type="vpc")

# A load balancer, whose odd tag value puts the signature to the test.
ODD = "a b+c/d=e&f~g*h!(i)'j 中文"
create = {
    "v_switch_id": "vsw-g",
    "address_type": "intranet",
    "instance_charge_type": "PayByCLCU",
    "load_balancer_name": "api-测试",
    "delete_protection": "on",
    "modification_protection_status": "ConsoleProtection",
    "modification_protection_reason": "slbctl",
    "client_token": "token-1",
    "tag": [
        models.CreateLoadBalancerRequestTag(key="slbctl/name", value="api"),
        models.CreateLoadBalancerRequestTag(key="odd", value=ODD),
    ],
}
made = call("create_load_balancer", **create)
lb = made.load_balancer_id
check("again with the token", call("create_load_balancer", **create).load_balancer_id, lb)
refused("token with another wish", "LX_REQUEST_TOKEN_CONFLICT", "create_load_balancer", **{**create, "v_switch_id": "vsw-h"})
refused("no charge type", "ShareSlbHaltSales", "create_load_balancer", v_switch_id="vsw-g")
refused("unknown vSwitch", "VSwitchNotExist", "create_load_balancer", v_switch_id="vsw-x", instance_charge_type="PayByCLCU")

listed = call("describe_load_balancers", tags=json.dumps([{"tagKey": "odd", "tagValue": ODD}]), page_number=1, page_size=10)
[entry] = listed.load_balancers.load_balancer
check("found by tag", (entry.load_balancer_id, entry.load_balancer_name), (lb, "api-测试"))
check("charge code", (entry.internet_charge_type, entry.internet_charge_type_alias), ("4", "paybytraffic"))
read = call("describe_load_balancer_attribute", load_balancer_id=lb)
check("status", (read.load_balancer_status, read.load_balancer_spec), ("active", "slb.lcu.elastic"))
check("tags", {each.tag_key: each.tag_value for each in read.tags.tag}, {"slbctl/name": "api", "odd": ODD})

# Backends.
servers = [{"ServerId": "i-m1", "Weight": "100"}, {"ServerId": "i-m2", "Weight": "50"}, {"ServerId": "i-m3"}]
added = call("add_backend_servers", load_balancer_id=lb, backend_servers=json.dumps(servers))
check("weights are text here", [each.weight for each in added.backend_servers.backend_server], ["100", "50", "100"])
refused("unknown server", "InvalidServerId.NotFound", "add_backend_servers", load_balancer_id=lb, backend_servers='[{"ServerId":"i-x"}]')
call("set_backend_servers", load_balancer_id=lb, backend_servers='[{"ServerId":"i-m2","Weight":"80"}]')
read = call("describe_load_balancer_attribute", load_balancer_id=lb)
check("backends", {each.server_id: each.weight for each in read.backend_servers.backend_server}, {"i-m1": 100, "i-m2": 80, "i-m3": 100})

# A listener: stopped, started, running.
call(
    "create_load_balancer_tcplistener",
    load_balancer_id=lb,
    listener_port=6443,
    backend_server_port=6443,
    bandwidth=-1,
    established_timeout=600,
    health_check_interval=1,
    health_check_connect_timeout=1,
    healthy_threshold=2,
    unhealthy_threshold=2,
    connection_drain="on",
    connection_drain_timeout=30,
    tag=[models.CreateLoadBalancerTCPListenerRequestTag(key="role", value="api-server")],
)


def listener():
    [found] = call("describe_load_balancer_listeners", load_balancer_id=[lb]).listeners
    return found


def attribute():
    return call("describe_load_balancer_tcplistener_attribute", load_balancer_id=lb, listener_port=6443)


check("stopped at first", listener().status, "stopped")
check("interval arrived", attribute().health_check_interval, 1)
check("tag of the listener", [(each.tag_key, each.tag_value) for each in listener().tags], [("role", "api-server")])
one = {"load_balancer_id": lb, "listener_port": 6443}
refused("twice", "ListenerAlreadyExists", "create_load_balancer_tcplistener", **one, backend_server_port=1, bandwidth=-1)
call("start_load_balancer_listener", **one, listener_protocol="tcp")
until("running", lambda: listener().status, "running", 5)
call("set_load_balancer_tcplistener_attribute", **one, established_timeout=900)
check("a change leaves the rest", (attribute().established_timeout, attribute().healthy_threshold), (900, 2))


def health():
    found = call("describe_health_status", **one, listener_protocol="tcp").backend_servers.backend_server
    return {each.server_id: each.server_health_status for each in found}


until("health is what probes find", health, {"i-m1": "normal", "i-m2": "normal", "i-m3": "abnormal"})

# A vServer group.
group = call(
    "create_vserver_group",
    load_balancer_id=lb,
    vserver_group_name="masters",
    backend_servers=json.dumps([{"ServerId": "i-m1", "Port": "6443", "Weight": "100"}]),
)
gid = group.vserver_group_id
call("add_vserver_group_backend_servers", vserver_group_id=gid, backend_servers='[{"ServerId":"i-m2","Port":6444}]')
call("set_vserver_group_attribute", vserver_group_id=gid, vserver_group_name="renamed")
call("set_load_balancer_tcplistener_attribute", **one, vserver_group="on", vserver_group_id=gid)
refused("group in use", "RspoolVipExist", "delete_vserver_group", vserver_group_id=gid)
[found] = call("describe_vserver_groups", load_balancer_id=lb, include_listener=True).vserver_groups.vserver_group
check("users of the group", [each.port for each in found.associated_objects.listeners.listener], [6443])
members = call("describe_vserver_group_attribute", vserver_group_id=gid).backend_servers.backend_server
check("members", [(each.server_id, each.port, each.weight) for each in members], [("i-m1", 6443, 100), ("i-m2", 6444, 100)])

# Tags.
tagged = {"resource_type": "instance", "resource_id": [lb]}
call("tag_resources", **tagged, tag=[models.TagResourcesRequestTag(key="extra", value="")])
call("untag_resources", **tagged, tag_key=["odd"])
tags = call("list_tag_resources", **tagged).tag_resources.tag_resource
check("tags changed", {each.tag_key: each.tag_value for each in tags}, {"slbctl/name": "api", "extra": ""})

# Access lists.
acl = call("create_access_control_list", acl_name="office").acl_id
call("add_access_control_list_entry", acl_id=acl, acl_entrys='[{"entry":"10.0.0.0/8","comment":"all of us"}]')
entries = call("describe_access_control_list_attribute", acl_id=acl).acl_entrys.acl_entry
check("entries", [(each.acl_entry_ip, each.acl_entry_comment) for each in entries], [("10.0.0.0/8", "all of us")])
check("found by name", [each.acl_id for each in call("describe_access_control_lists", acl_name="off").acls.acl], [acl])
call("delete_access_control_list", acl_id=acl)

# Signatures.
for name, bad, code in [
    ("wrong secret", client(secret="not it"), "SignatureDoesNotMatch"),
    ("unknown key", client(key="LTAInobody"), "InvalidAccessKeyId.NotFound"),
]:
    refused(name, code, "describe_regions", via=bad)
check("with a security token", bool(call("describe_regions", via=client(key="STS.emulator", token="t")).regions), True)

# Everything goes.
refused("protected", "OperationDenied.DeleteProtectionIsOn", "delete_load_balancer", load_balancer_id=lb)
call("set_load_balancer_delete_protection", load_balancer_id=lb, delete_protection="off")
call("stop_load_balancer_listener", **one)
call("delete_load_balancer_listener", **one, listener_protocol="tcp")
read = call("describe_load_balancer_attribute", load_balancer_id=lb)
check("inactive without listeners", read.load_balancer_status, "inactive")
call("delete_load_balancer", load_balancer_id=lb)
refused("gone", "InvalidLoadBalancerId.NotFound", "describe_load_balancer_attribute", load_balancer_id=lb)
check("nothing is left", call("describe_load_balancers").total_count, 0)

# The comparison itself: it must be able to fail.
PLANTED = {"Regions": {"Region": [{"RegionId": 1, "Nonsense": ""}]}, "RequestId": "x"}
check("the comparison sees planted faults", len(list(strangers(PLANTED, models.DescribeRegionsResponseBody, "planted"))), 2)

print(f"alibabacloud_slb20140515 {VERSION}: {len(FAILURES)} failed")
sys.exit(1 if FAILURES else 0)
