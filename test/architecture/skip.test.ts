import { expect, test } from "vitest";
import { missing } from "../skip.ts";

test("where a person tests, the reason says what is needed and how to get it", () => {
  expect(missing("haproxy", {})).toBe("needs haproxy: apt-get install haproxy");
});

test("in CI a program that must be there is an error, one that is optional is not", () => {
  expect(() => missing("haproxy", { CI: "true" })).toThrow("CI must have it");
  expect(missing("terraform", { CI: "true" })).toContain("needs terraform");
});
