/** One problem as a test states it. Lines and columns were counted by hand in the text above them. */
export interface Expected {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly found?: string;
  /** Part of the English message. */
  readonly says: string;
}

export interface BrokenSpec {
  readonly name: string;
  readonly text: string;
  readonly problems: readonly Expected[];
}

/** A valid head of six lines; what a case adds begins on line 7. */
const HEAD = `apiVersion: slbctl/v1
kind: LoadBalancer
name: prod-api
provider: aws
masters:
  - { name: m1, address: 10.0.0.11 }
`;

export const BROKEN_SPECS: readonly BrokenSpec[] = [
  {
    name: "a number out of range",
    text: `${HEAD}port: 70000\n`,
    problems: [{ line: 7, column: 7, path: "port", found: "70000", says: "too large" }],
  },
  {
    name: "a quoted number",
    text: `${HEAD}port: "6443"\n`,
    problems: [{ line: 7, column: 7, path: "port", found: '"6443"', says: "remove the quotes" }],
  },
  {
    name: "a fraction",
    text: `${HEAD}drainSeconds: 1.5\n`,
    problems: [{ line: 7, column: 15, path: "drainSeconds", found: "1.5", says: "not a whole number" }],
  },
  {
    name: "an unquoted version, in the user's own spelling",
    text: `${HEAD}kubernetes:\n  version: 1.30\n`,
    problems: [{ line: 8, column: 12, path: "kubernetes.version", found: "1.30", says: "put it in quotes" }],
  },
  {
    name: "a misspelled field",
    text: `${HEAD}prot: 6443\n`,
    problems: [{ line: 7, column: 1, path: "prot", says: 'unknown field "prot"; did you mean port?' }],
  },
  {
    name: "a field in another spelling",
    text: `${HEAD}vpc_id: vpc-1\n`,
    problems: [{ line: 7, column: 1, path: "vpc_id", says: "did you mean vpcId?" }],
  },
  {
    name: "a field under another name",
    text: `${HEAD}healthCheck: { interval: 5 }\n`,
    problems: [{ line: 7, column: 16, path: "healthCheck.interval", says: "did you mean intervalSeconds?" }],
  },
  {
    name: "a field at the wrong level",
    text: `${HEAD}intervalSeconds: 5\n`,
    problems: [
      { line: 7, column: 1, path: "intervalSeconds", says: "did you mean healthCheck.intervalSeconds?" },
    ],
  },
  {
    name: "Kubernetes' nesting",
    text: `${HEAD}metadata:\n  name: x\n`,
    problems: [{ line: 7, column: 1, path: "metadata", says: 'no "metadata" level' }],
  },
  {
    name: "an unknown value of an enumeration",
    text: `${HEAD}scheme: internet_facing\n`,
    problems: [
      {
        line: 7,
        column: 9,
        path: "scheme",
        found: '"internet_facing"',
        says: "did you mean internet-facing?",
      },
    ],
  },
  {
    name: "yes is no boolean in YAML 1.2",
    text: `${HEAD}crossZone: yes\n`,
    problems: [{ line: 7, column: 12, path: "crossZone", found: '"yes"', says: "write true or false" }],
  },
  {
    name: "a field without a value",
    text: `${HEAD}region:\n`,
    problems: [{ line: 7, column: 1, path: "region", says: "no value" }],
  },
  {
    name: "required fields that are missing, at the place where they belong",
    text: "apiVersion: slbctl/v1\nkind: LoadBalancer\nname: x\nmasters:\n  - name: m1\n",
    problems: [
      { line: 1, column: 1, path: "provider", says: "missing" },
      { line: 5, column: 5, path: "masters[0].address", says: "missing" },
    ],
  },
  {
    name: "an empty list entry",
    text: "apiVersion: slbctl/v1\nkind: LoadBalancer\nname: x\nprovider: aws\nmasters:\n  - name: m1\n    address: 10.0.0.1 # - x\n  -\n",
    problems: [{ line: 8, column: 3, path: "masters[1]", says: "no value" }],
  },
  {
    name: "no masters",
    text: "apiVersion: slbctl/v1\nkind: LoadBalancer\nname: x\nprovider: aws\nmasters: []\n",
    problems: [{ line: 5, column: 10, path: "masters", found: "[]", says: "too few" }],
  },
  {
    name: "a mapping in place of a list",
    text: "apiVersion: slbctl/v1\nkind: LoadBalancer\nname: x\nprovider: aws\nmasters:\n  m1: 10.0.0.1\n",
    problems: [{ line: 6, column: 3, path: "masters", found: "{m1}", says: "mapping, not a list" }],
  },
  {
    name: "masters that repeat each other",
    text: `${HEAD}  - name: m1
    address: "10.0.0.11"
    instanceId: i-1
  - name: m3
    address: 10.0.0.11
    port: 7443
    instanceId: i-1
`,
    problems: [
      { line: 7, column: 11, path: "masters[1].name", found: '"m1"', says: "the same as masters[0].name" },
      { line: 8, column: 14, path: "masters[1].address", says: "the same as masters[0].address" },
      { line: 13, column: 17, path: "masters[2].instanceId", says: "the same as masters[1].instanceId" },
    ],
  },
  {
    name: "one IPv6 address in two spellings",
    text: `${HEAD}  - { name: m2, address: "fd00::11" }\n  - { name: m3, address: "FD00:0:0::0011" }\n`,
    problems: [{ line: 8, column: 26, path: "masters[2].address", says: "the same as masters[1].address" }],
  },
  {
    name: "addresses that are none",
    text: `${HEAD}  - { name: m2, address: 10.0.0.256 }
  - { name: m3, address: 010.0.0.1 }
  - { name: m4, address: 10.0.0 }
  - { name: m5, address: 0.0.0.0 }
  - { name: m6, address: fe80::1 }
`,
    problems: [
      { line: 7, column: 26, path: "masters[1].address", found: '"10.0.0.256"', says: "required form" },
      { line: 8, column: 26, path: "masters[2].address", found: '"010.0.0.1"', says: "required form" },
      { line: 9, column: 26, path: "masters[3].address", found: '"10.0.0"', says: "required form" },
      { line: 10, column: 26, path: "masters[4].address", found: '"0.0.0.0"', says: "can reach" },
      { line: 11, column: 26, path: "masters[5].address", found: '"fe80::1"', says: "can reach" },
    ],
  },
  {
    name: "an endpoint with another port",
    text: `${HEAD}controlPlaneEndpoint: api.example.com:8443\n`,
    problems: [{ line: 7, column: 23, path: "controlPlaneEndpoint", says: "listener is on port 6443" }],
  },
  {
    name: "an endpoint whose port kubeadm fills in",
    text: `${HEAD}controlPlaneEndpoint: api.example.com\nport: 8443\n`,
    problems: [{ line: 7, column: 23, path: "controlPlaneEndpoint", says: "reads this as port 6443" }],
  },
  {
    name: "an endpoint that is a master",
    text: `${HEAD}controlPlaneEndpoint: 10.0.0.11:6443\n`,
    problems: [{ line: 7, column: 23, path: "controlPlaneEndpoint", says: "bypass the load balancer" }],
  },
  {
    name: "an endpoint that is a URL",
    text: `${HEAD}controlPlaneEndpoint: https://api.example.com:6443\n`,
    problems: [{ line: 7, column: 23, path: "controlPlaneEndpoint", says: "required form" }],
  },
  {
    name: "plain HTTP to the TLS port",
    text: `${HEAD}healthCheck:\n  protocol: http\n  port: 6443\n`,
    problems: [{ line: 9, column: 9, path: "healthCheck.port", found: "6443", says: "with 400" }],
  },
  {
    name: "an access list with a bare address and a repetition",
    text: `${HEAD}accessList:\n  entries: [10.0.0.0/8, 10.0.0.7, 10.0.0.0/8]\n`,
    problems: [
      { line: 8, column: 25, path: "accessList.entries[1]", found: '"10.0.0.7"', says: "required form" },
      { line: 8, column: 35, path: "accessList.entries[2]", says: "the same as accessList.entries[0]" },
    ],
  },
  {
    name: "tags that are ours, or no texts",
    text: `${HEAD}tags:\n  slbctl/name: x\n  cost: 12\n`,
    problems: [
      { line: 8, column: 3, path: "tags.slbctl/name", says: "set by it alone" },
      { line: 9, column: 9, path: "tags.cost", found: "12", says: "put it in quotes" },
    ],
  },
  {
    name: "a key that stands twice, and what is wrong besides",
    text: `${HEAD}port: 1\nregion: x\nport: 0\n`,
    problems: [
      { line: 9, column: 1, path: "port", says: "second time" },
      { line: 9, column: 7, path: "port", found: "0", says: "too small" },
    ],
  },
  {
    name: "merge keys",
    text: `${HEAD}  - <<: { name: m2 }\n    name: m2\n    address: 10.0.0.12\n`,
    problems: [{ line: 7, column: 5, path: 'masters[1]["<<"]', says: "YAML 1.2" }],
  },
  {
    name: "a value that was written once and used twice",
    text: `${HEAD}  - &m2 { name: m2, address: 10.0.0.300 }\n  - *m2\n`,
    problems: [
      { line: 7, column: 30, path: "masters[1].address", says: "required form" },
      { line: 7, column: 30, path: "masters[2].address", says: "required form" },
      { line: 7, column: 17, path: "masters[2].name", says: "the same as masters[1].name" },
    ].sort((a, b) => a.column - b.column),
  },
  {
    name: "columns count characters",
    text: `${HEAD}tags: { "主机🚀": 1 }\n`,
    problems: [{ line: 7, column: 16, path: 'tags["主机🚀"]', found: "1", says: "put it in quotes" }],
  },
  {
    name: "Windows line ends",
    text: `${HEAD}port: 0\n`.replaceAll("\n", "\r\n"),
    problems: [{ line: 7, column: 7, path: "port", found: "0", says: "too small" }],
  },
  {
    name: "a byte order mark counts for no column",
    text: "\ufeffapiVersion: slbctl/v9\nkind: LoadBalancer\n",
    problems: [{ line: 1, column: 13, path: "apiVersion", found: '"slbctl/v9"', says: "unknown version" }],
  },
  {
    name: "JSON, with tabs and a key that stands twice",
    text: '{\n\t"apiVersion": "slbctl/v1", "kind": "LoadBalancer", "name": "a", "name": "b",\n\t"provider": "aws",\n\t"masters": [{ "name": "m1", "address": "::g" }]\n}\n',
    problems: [
      { line: 2, column: 66, path: "name", says: "second time" },
      { line: 4, column: 41, path: "masters[0].address", found: '"::g"', says: "required form" },
    ],
  },
  {
    name: "the version of another tool; nothing else is said",
    text: "apiVersion: v1\nkind: List\nitems: []\n",
    problems: [
      { line: 1, column: 13, path: "apiVersion", found: '"v1"', says: "another tool" },
      { line: 2, column: 7, path: "kind", found: '"List"', says: "a file of its own" },
    ],
  },
  {
    name: "a list instead of a mapping",
    text: "- a\n- b\n",
    problems: [{ line: 1, column: 1, path: "", found: "[2]", says: "not a spec" }],
  },
  { name: "an empty file", text: "", problems: [{ line: 1, column: 1, path: "", says: "empty" }] },
  { name: "only comments", text: "# x\n---\n", problems: [{ line: 1, column: 1, path: "", says: "empty" }] },
  {
    name: "a tab as indentation",
    text: "apiVersion: slbctl/v1\nhealthCheck:\n\tprotocol: tcp\n",
    problems: [{ line: 3, column: 1, path: "", says: "a tab" }],
  },
  {
    name: "two documents",
    text: "apiVersion: slbctl/v1\n---\nkind: LoadBalancer\n",
    problems: [{ line: 3, column: 1, path: "", says: "second document" }],
  },
  {
    name: "an alias of nothing",
    text: "name: *x\n",
    problems: [{ line: 1, column: 8, path: "", says: "no anchor" }],
  },
  {
    name: "an alias inside the value that it names",
    text: `${HEAD}options:\n  a: &a\n    b: *a\n`,
    problems: [{ line: 9, column: 8, path: "options.a.b", says: "inside the value" }],
  },
  {
    name: "two values that begin with a reserved character",
    text: "name: @x\nregion: `y`\n",
    problems: [
      { line: 1, column: 7, path: "", says: "cannot begin with" },
      { line: 2, column: 9, path: "", says: "cannot begin with" },
    ],
  },
  {
    name: "a bracket that is not closed",
    text: "masters: [1, 2\nname: x\n",
    problems: [{ line: 2, column: 1, path: "", says: "bracket" }],
  },
  {
    name: "an unknown tag",
    text: "name: !secret x\n",
    problems: [{ line: 1, column: 7, path: "", says: "unknown tag" }],
  },
  {
    name: "an unknown escape",
    text: 'name: "a\\qb"\n',
    problems: [{ line: 1, column: 9, path: "", says: "escape" }],
  },
  {
    name: "a control character",
    text: "name: a\u0000b\n",
    problems: [{ line: 1, column: 8, path: "", found: "U+0000", says: "control character" }],
  },
];
