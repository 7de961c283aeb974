import fc from "fast-check";

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const octet = fc.integer({ min: 1, max: 200 });
const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const optional = <T>(field: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [field]: given }));
const all = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(...parts).map((given) => Object.assign({}, ...given) as Record<string, unknown>);

const master = all(
  fc.record({ name }),
  optional("port", fc.integer({ min: 1, max: 65_535 })),
  optional("weight", fc.integer({ min: 0, max: 100 })),
  optional("zone", name),
);

const masters = fc
  .uniqueArray(fc.tuple(master, octet), { minLength: 1, maxLength: 5, selector: ([, last]) => last })
  .map((list) =>
    list.map(([fields, last], index) => ({
      ...fields,
      name: `${String(fields["name"])}${index}`,
      address: `10.1.0.${last}`,
      instanceId: `i-${last}`,
    })),
  );

/** Values that are easily misread in YAML, as text. */
const tricky = fc.constantFrom(
  "yes",
  "no",
  "null",
  "~",
  "1.30",
  "0x10",
  "012",
  "1e3",
  ": ",
  "# x",
  "- a",
  "'",
  '"',
  "\\",
  "a: b",
  "*a",
  "&a",
  "!x",
  "%y",
  "@",
  "2026-11-23",
  " x ",
  "a\nb",
  "\t",
  "",
);

/** Specs that are valid by construction, in the form in which a user writes them. */
export const arbitrarySpec: fc.Arbitrary<Record<string, unknown>> = all(
  fc.constant({ apiVersion: "slbctl/v1", kind: "LoadBalancer" }),
  fc.record({ name, provider: fc.constantFrom("alicloud", "aws"), masters }),
  optional("region", fc.constantFrom("cn-hangzhou", "eu-central-1")),
  optional("scheme", fc.constantFrom("internal", "internet-facing")),
  optional("vpcId", name),
  optional(
    "subnets",
    fc
      .uniqueArray(octet, { maxLength: 3 })
      .map((ids) => ids.map((id) => ({ id: `subnet-${id}`, zone: "a", address: `10.2.0.${id}` }))),
  ),
  optional("port", fc.integer({ min: 1, max: 65_535 })),
  optional(
    "healthCheck",
    all(
      optional("protocol", fc.constantFrom("https", "tcp")),
      optional("path", fc.constantFrom("/healthz", "/readyz?verbose")),
      optional("port", fc.integer({ min: 1, max: 65_535 })),
      optional("intervalSeconds", fc.integer({ min: 1, max: 300 })),
      optional("healthyThreshold", fc.integer({ min: 2, max: 10 })),
      optional("codes", fc.constantFrom("200", "200-299", "200,401")),
    ),
  ),
  optional("clientAddress", fc.constantFrom("auto", "preserve", "replace")),
  optional("securityGroups", fc.uniqueArray(name, { maxLength: 3 })),
  optional("crossZone", fc.boolean()),
  optional(
    "accessList",
    fc.record({ type: fc.constantFrom("allow", "deny"), entries: fc.constant(["10.0.0.0/8", "fd00::/8"]) }),
  ),
  optional("idleTimeoutSeconds", fc.integer({ min: 1, max: 86_400 })),
  optional("drainSeconds", fc.integer({ min: 0, max: 3600 })),
  optional("deletionProtection", fc.boolean()),
  optional("tags", fc.dictionary(name, fc.oneof(word, tricky), { maxKeys: 4 })),
  optional(
    "kubernetes",
    all(optional("version", fc.constant("1.31.2")), optional("anonymousAuth", fc.boolean())),
  ),
  optional(
    "options",
    fc.dictionary(
      name,
      fc.oneof(fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), tricky),
      {
        maxKeys: 4,
      },
    ),
  ),
);
