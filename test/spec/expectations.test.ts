import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { pathPattern, pathText } from "../../src/core/path-text.ts";
import { specSchema } from "../../src/core/spec.ts";
import { expectationAt, TEXT_EXPECTATIONS } from "../../src/spec/expectations.ts";
import { allFieldPaths, describeSchema, schemaAt } from "../../src/spec/schema-walk.ts";

const paths = allFieldPaths(specSchema);

describe("every field of the spec", () => {
  it.each(paths.map((path) => [pathText(path), path] as const))(
    "%s says what may stand there",
    (_name, path) => {
      const schema = schemaAt(specSchema, path);
      if (schema === undefined) throw new Error("a field without schema");
      const { en, zh } = expectationAt(specSchema, path);
      if (describeSchema(schema).type === "string")
        expect(TEXT_EXPECTATIONS[pathPattern(path)]).toBeDefined();
      expect(en.length * zh.length).toBeGreaterThan(0);
      expect(en).not.toBe("another value");
    },
  );

  it("has a description", () => {
    const undescribed = paths.filter((path) => {
      const schema = schemaAt(specSchema, path);
      return schema === undefined || z.globalRegistry.get(schema)?.description === undefined;
    });
    expect(undescribed.map(pathText)).toEqual([]);
  });

  it("is known where an expectation is written for it", () => {
    const known = new Set([...paths.map(pathPattern), "securityGroups[]", "accessList.entries[]"]);
    expect(Object.keys(TEXT_EXPECTATIONS).filter((pattern) => !known.has(pattern))).toEqual([]);
  });

  it("states its bounds", () => {
    expect(expectationAt(specSchema, ["masters", 0, "weight"]).en).toBe("a whole number from 0 to 100");
    expect(expectationAt(specSchema, ["masters"]).en).toBe("a list of 1 to 64 entries");
    expect(expectationAt(specSchema, ["scheme"]).zh).toBe("internal、internet-facing 之一");
  });
});
