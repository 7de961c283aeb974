"""Drives the emulated SLB API with Alibaba Cloud's older Python SDK, which signs with HMAC-SHA1 in the query.

Argument: endpoint URL. Instances i-m1 and i-m2 answer on port 6443 of their addresses. Prints one line per check and
ends with status 1 if any failed.
"""

import importlib
import json
import sys
import time
from importlib.metadata import version
from urllib.parse import urlparse

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

ENDPOINT = urlparse(sys.argv[1])
REGION = "cn-hangzhou"
FAILURES = []


def check(name, got, expected):
    if got == expected:
        print("ok", name)
    else:
        FAILURES.append(name)
        print(f"FAILED {name}: got {got!r}, expected {expected!r}")


def client(secret="emulator", key="emulator", credential=None):
    keys = {"credential": credential} if credential else {"ak": key, "secret": secret}
    return AcsClient(region_id=REGION, port=ENDPOINT.port, auto_retry=False, **keys)


slb = client()


def send(request, via):
    request.endpoint = ENDPOINT.hostname
    request.set_protocol_type("http")
    return json.loads(via.do_action_with_exception(request))


def call(action, via=slb, **parameters):
    """Parameters as the SDK's setters name them."""
    module = importlib.import_module(f"aliyunsdkslb.request.v20140515.{action}Request")
    request = getattr(module, f"{action}Request")()
    for name, value in parameters.items():
        getattr(request, f"set_{name}")(value)
    return send(request, via)


def post(action, via=slb, **parameters):
    """The same in a form body, which is signed together with the query."""
    request = CommonRequest(domain=ENDPOINT.hostname, version="2014-05-15", action_name=action)
    request.set_method("POST")
    for name, value in parameters.items():
        request.add_body_params(name, value)
    return send(request, via)


def refused(name, code, action, **parameters):
    try:
        call(action, **parameters)
        check(name, "no error", code)
    except ServerException as error:
        check(name, error.get_error_code(), code)


ODD = "a b+c/d=e&f~g*h!(i)'j 中文"
lb = call(
    "CreateLoadBalancer",
    VSwitchId="vsw-g",
    InstanceChargeType="PayByCLCU",
    LoadBalancerName="classic",
    Tags=[{"Key": "odd", "Value": ODD}],
)["LoadBalancerId"]
wanted = json.dumps([{"TagKey": "odd", "TagValue": ODD}])
[entry] = call("DescribeLoadBalancers", Tags=wanted)["LoadBalancers"]["LoadBalancer"]
check("found by tag", (entry["LoadBalancerId"], entry["Tags"]["Tag"]), (lb, [{"TagKey": "odd", "TagValue": ODD}]))

servers = json.dumps([{"ServerId": "i-m1", "Weight": 100}, {"ServerId": "i-m2", "Weight": 100, "Description": ODD}])
post("AddBackendServers", LoadBalancerId=lb, BackendServers=servers)
read = call("DescribeLoadBalancerAttribute", LoadBalancerId=lb)
check("backends from a form body", [each["Description"] for each in read["BackendServers"]["BackendServer"]], ["", ODD])

one = {"LoadBalancerId": lb, "ListenerPort": 6443}
call(
    "CreateLoadBalancerTCPListener",
    **one,
    BackendServerPort=6443,
    Bandwidth=-1,
    healthCheckInterval=1,
    HealthyThreshold=2,
    UnhealthyThreshold=2,
)
call("StartLoadBalancerListener", **one)


def health():
    return [each["ServerHealthStatus"] for each in call("DescribeHealthStatus", **one)["BackendServers"]["BackendServer"]]


end = time.monotonic() + 15
while health() != ["normal", "normal"] and time.monotonic() < end:
    time.sleep(0.2)
check("health", health(), ["normal", "normal"])
check("running", call("DescribeLoadBalancerTCPListenerAttribute", **one)["Status"], "running")

call("TagResources", ResourceType="instance", ResourceIds=[lb], Tags=[{"Key": "more", "Value": "x"}])
call("UntagResources", ResourceType="instance", ResourceIds=[lb], TagKeys=["odd"])
tags = call("ListTagResources", ResourceType="instance", ResourceIds=[lb])["TagResources"]["TagResource"]
check("tags", [(each["TagKey"], each["TagValue"]) for each in tags], [("more", "x")])

for name, bad, code in [
    # The SDK says so when the string that the server signed is the one that it signed itself.
    ("wrong secret", client(secret="not it"), "InvalidAccessKeySecret"),
    ("unknown key", client(key="LTAInobody"), "InvalidAccessKeyId.NotFound"),
]:
    refused(name, code, "DescribeRegions", via=bad)
token = client(credential=StsTokenCredential("STS.emulator", "emulator", "token+/="))
check("with a security token", "Regions" in call("DescribeRegions", via=token), True)

call("DeleteLoadBalancer", LoadBalancerId=lb)
refused("gone", "InvalidLoadBalancerId.NotFound", "DescribeLoadBalancerAttribute", LoadBalancerId=lb)

print(f"aliyun-python-sdk-slb {version('aliyun-python-sdk-slb')}: {len(FAILURES)} failed")
sys.exit(1 if FAILURES else 0)
