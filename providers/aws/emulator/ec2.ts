import { type Call, type Operation, operation } from "./call.ts";
import { type Ec2Record, ec2Select, ec2Shape } from "./ec2-query.ts";
import {
  instanceRecords,
  networkInterfaceRecords,
  securityGroupRecords,
  subnetRecords,
  vpcRecords,
} from "./ec2-records.ts";

/** Filters that can be asked for; the empty world would otherwise not know its own filter names. */
const PLACE = ["vpc-id", "subnet-id", "availability-zone", "state"];

const describe = (
  idField: string,
  set: string,
  records: (call: Call) => readonly Ec2Record[],
  notFound: { readonly code: string; readonly what: string },
  filterNames: readonly string[],
): Operation =>
  operation("read", ec2Shape(idField), (query, call) => ({
    [set]: ec2Select(records(call), query, notFound, [...PLACE, ...filterNames]),
  }));

/** Reads of EC2 that the clients of load balancers make; everything comes from the world. */
export const ec2Operations = {
  DescribeVpcs: describe("VpcId", "vpcSet", vpcRecords, { code: "InvalidVpcID.NotFound", what: "vpc ID" }, [
    "cidr",
    "is-default",
    "isDefault",
  ]),
  DescribeSubnets: describe(
    "SubnetId",
    "subnetSet",
    subnetRecords,
    { code: "InvalidSubnetID.NotFound", what: "subnet ID" },
    ["cidr-block"],
  ),
  DescribeSecurityGroups: describe(
    "GroupId",
    "securityGroupInfo",
    securityGroupRecords,
    { code: "InvalidGroup.NotFound", what: "security group" },
    ["group-id", "group-name", "owner-id"],
  ),
  DescribeInstances: describe(
    "InstanceId",
    "reservationSet",
    instanceRecords,
    { code: "InvalidInstanceID.NotFound", what: "instance ID" },
    [
      "instance-id",
      "instance-state-name",
      "private-ip-address",
      "network-interface.addresses.private-ip-address",
    ],
  ),
  DescribeNetworkInterfaces: describe(
    "NetworkInterfaceId",
    "networkInterfaceSet",
    networkInterfaceRecords,
    { code: "InvalidNetworkInterfaceID.NotFound", what: "networkInterface ID" },
    [
      "network-interface-id",
      "description",
      "status",
      "interface-type",
      "requester-managed",
      "group-id",
      "private-ip-address",
      "addresses.private-ip-address",
      "attachment.attachment-id",
      "attachment.instance-id",
      "attachment.instance-owner-id",
      "attachment.status",
    ],
  ),
  DescribeAccountAttributes: operation("read", ec2Shape("AttributeName"), ({ ids }) => ({
    accountAttributeSet: [
      { attributeName: "supported-platforms", attributeValueSet: [{ attributeValue: "VPC" }] },
      { attributeName: "default-vpc", attributeValueSet: [{ attributeValue: "none" }] },
    ].filter(({ attributeName }) => ids.length === 0 || ids.includes(attributeName)),
  })),
};
