import { describe, expect, test } from "vitest";
import { emulator } from "../../../../providers/aws/emulator/index.ts";
import { formPairs, formTree } from "../../../../providers/aws/emulator/wire/form.ts";
import {
  flag,
  integer,
  list,
  oneOf,
  required,
  type Shape,
  structure,
  text,
} from "../../../../providers/aws/emulator/wire/shape.ts";
import { signatureOf } from "../../../../providers/aws/emulator/wire/sigv4.ts";
import { xmlElement } from "../../../../providers/aws/emulator/wire/xml.ts";
import { Bench } from "./fixture.ts";

function read<T>(shape: Shape<T>, form: string): { value: T; issues: string[] } {
  const issues: string[] = [];
  return { value: shape.read(formTree(formPairs(form)), "", issues), issues };
}

describe("form", () => {
  test("escapes, plus signs, empty values and broken escapes", () => {
    expect(formPairs("a=1+2&b=%E9%9B%86&c=&d&e=%zz&&f=x%3Dy=z")).toEqual([
      ["a", "1 2"],
      ["b", "集"],
      ["c", ""],
      ["d", ""],
      ["e", "%zz"],
      ["f", "x=y=z"],
    ]);
  });

  const shape = structure({
    Names: list(required(text())),
    Tags: list(required(structure({ Key: required(text({ min: 1, max: 3 })), Value: text() }))),
    Port: integer(1, 65535),
    On: flag(),
    Kind: oneOf("a", "b"),
  });

  test("members in numerical order, whatever the order of the form", () => {
    const { value, issues } = read(
      shape,
      "Names.member.10=z&Names.member.2=b&Tags.member.1.Value=v&Tags.member.1.Key=k",
    );
    expect([value?.Names, value?.Tags, issues]).toEqual([["b", "z"], [{ Key: "k", Value: "v" }], []]);
  });

  test("a list that is given but empty is not one that is absent", () => {
    expect(read(shape, "Names=").value).toMatchObject({ Names: [], Tags: undefined });
  });

  test("every breach is reported at once, in the service's words", () => {
    const { issues } = read(
      shape,
      "Port=70000&On=yes&Kind=c&Tags.member.1.Key=long&Tags.member.2.Value=v&Prot=TCP",
    );
    expect(issues).toEqual([
      "Parameter 'Prot' is not known",
      "Value 'long' at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 3",
      "Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null",
      "Value '70000' at 'port' failed to satisfy constraint: Member must have value less than or equal to 65535",
      "Value 'yes' at 'on' failed to satisfy constraint: Member must be a boolean",
      "Value 'c' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [a, b]",
    ]);
  });

  test.each(["1e3", "0x10", "1.5", " 5", "", "99999999999999999999"])("%j is not an integer", (value) =>
    expect(
      read(structure({ Port: integer(1, 65535) }), `Port=${encodeURIComponent(value)}`).issues,
    ).toHaveLength(1),
  );
});

test("XML escapes what it must and replaces what XML cannot hold", () => {
  expect(
    xmlElement("A", { B: "<&>\"'\u0000\uD800", C: [], D: [1, true], E: undefined, F: "" }, "member"),
  ).toBe(
    "<A><B>&lt;&amp;&gt;&quot;'\uFFFD\uFFFD</B><C/><D><member>1</member><member>true</member></D><F/></A>",
  );
});

describe("envelope", () => {
  const bench = new Bench();

  test("a success has the namespace, the result wrapper and the request id twice", () => {
    const { response, action, write, errorCode } = bench.call("DescribeLoadBalancers").handled;
    expect({ action, write, errorCode }).toEqual({
      action: "DescribeLoadBalancers",
      write: false,
      errorCode: undefined,
    });
    const id = response.headers["x-amzn-requestid"];
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(response.body).toBe(
      '<DescribeLoadBalancersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">' +
        "<DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult>" +
        `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></DescribeLoadBalancersResponse>`,
    );
  });

  test("a refusal is an error document of its protocol", () => {
    const elb = bench.call("DescribeLoadBalancers", { "Names.member.1": "a<b" });
    expect(elb.body).toMatch(
      /^<ErrorResponse xmlns="[^"]+2015-12-01\/"><Error><Type>Sender<\/Type><Code>LoadBalancerNotFound<\/Code><Message>Load balancers '\[a&lt;b\]' not found<\/Message><\/Error><RequestId>/,
    );
    const ec2 = bench.call("DescribeVpcs", { "VpcId.1": "vpc-9" }, { service: "ec2" });
    expect(ec2.body).toMatch(
      /<Response><Errors><Error><Code>InvalidVpcID.NotFound<\/Code><Message>The vpc ID 'vpc-9' does not exist<\/Message><\/Error><\/Errors><RequestID>/,
    );
  });

  test.each([
    [{ Action: "Frobnicate" }, "InvalidAction", "Could not find operation Frobnicate for version 2015-12-01"],
    [
      { Action: "constructor" },
      "InvalidAction",
      "Could not find operation constructor for version 2015-12-01",
    ],
    [{ Action: "CreateRule" }, "InvalidAction", "Could not find operation CreateRule for version 2015-12-01"],
    [
      { Action: "DescribeTags", Version: "2012-06-01" },
      "InvalidAction",
      "Could not find operation DescribeTags for version 2012-06-01",
    ],
    [{ Action: "" }, "MissingAction", "The request is missing an action or a required parameter."],
  ])("%o", ({ Action, ...rest }, code, message) => {
    const answer = bench.call(Action, rest);
    expect([answer.status, answer.code, answer.first("Message")]).toEqual([400, code, message]);
    expect(answer.handled.action).toBe("unknown");
  });

  test("a GET with everything in the query string is understood too", () => {
    const query = "Action=DescribeAccountLimits&Version=2015-12-01&PageSize=1";
    const date = "20261123T120000Z";
    const get = {
      method: "GET",
      path: "/",
      query,
      headers: { host: "h", "x-amz-date": date },
      body: Buffer.alloc(0),
    };
    const scope = {
      date,
      region: "us-east-1",
      service: "elasticloadbalancing",
      signedHeaders: ["host", "x-amz-date"],
    };
    const authorization = `AWS4-HMAC-SHA256 Credential=emulator/20261123/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signatureOf(get, "emulator", scope)}`;
    const { response } = bench.handle({ ...get, headers: { ...get.headers, authorization } });
    expect(response.status, response.body).toBe(200);
    expect(response.body.match(/<Max>/g)).toHaveLength(1);
  });

  test.each([
    ["throttled", 400, "Throttling", "Rate exceeded", "Sender"],
    ["internal", 500, "InternalFailure", "The request processing has failed", "Receiver"],
    [
      "unavailable",
      503,
      "ServiceUnavailable",
      "The request has failed due to a temporary failure",
      "Receiver",
    ],
  ] as const)("an injected fault: %s", (fault, status, code, message, type) => {
    const response = emulator.errorResponse(fault);
    expect(response.status).toBe(status);
    expect(response.body).toContain(`<Type>${type}</Type><Code>${code}</Code><Message>${message}`);
  });
});
