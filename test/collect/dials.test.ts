import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dialsIn, hostPortOf, mayNameHost } from "../../src/collect/dials.ts";

describe("what a text names as dialled", () => {
  it.each([
    ["--external-url=https://Shop.Example.com./x", ["shop.example.com:443"], []],
    ["postgres://user:secret@db.example.com:5432/shop", ["db.example.com:5432"], []],
    ["tcp://10.0.0.5:6443,tcp://10.0.0.6:6443", ["10.0.0.5:6443", "10.0.0.6:6443"], []],
    ["http://[fd00::5]:8080/", ["fd00::5:8080"], []],
    ["10.0.0.5", [], ["10.0.0.5"]],
    ["--server=api.example.com", [], ["api.example.com"]],
    ["kafka-0.kafka:9092,kafka-1.kafka:9092", ["kafka-0.kafka:9092", "kafka-1.kafka:9092"], []],
    ["/etc/config/app.yaml", [], []],
    ["app.yaml", [], []],
    ["--listen=:8080", [], []],
    ["127.0.0.1:9090", [], []],
    ["0.0.0.0:80", [], []],
    ["http://localhost:8080", [], []],
    ["1.27.3", [], []],
    ["12:30:59", [], []],
    ["https://example.com:99999/", [], []],
    ["", [], []],
  ])("%s", (text, dials, mentions) => {
    const found = dialsIn(text);
    expect(found.dials.map(({ host, port }) => `${host}:${port}`)).toEqual(dials);
    expect(found.mentions).toEqual(mentions);
  });

  it("keeps loopback where somebody configured it as a server, and no secrets", () => {
    expect(hostPortOf("https://127.0.0.1:6443")).toEqual({ host: "127.0.0.1", port: 6443 });
    expect(hostPortOf("https://[::1]:6443/path")).toEqual({ host: "::1", port: 6443 });
    expect(hostPortOf("https://API.example.com")).toEqual({ host: "api.example.com", port: 443 });
    expect(hostPortOf("https://user:pass@api.example.com:6443")).toEqual({
      host: "api.example.com",
      port: 6443,
    });
    expect(hostPortOf("api.example.com")).toBeUndefined();
    expect(hostPortOf("https://")).toBeUndefined();
  });

  it("passes over nothing before decoding that it would find after", () => {
    const unit = fc.constantFrom(
      "a",
      "1",
      ".",
      ":",
      "/",
      "-",
      "@",
      "h",
      "t",
      "p",
      "s",
      "[",
      "]",
      "=",
      " ",
      "0",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const { dials, mentions } = dialsIn(text);
        const bytes = Buffer.from(JSON.stringify(text));
        if (dials.length + mentions.length > 0) expect(mayNameHost(bytes, 1, bytes.length - 1)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no time on hostile texts", () => {
    const begin = performance.now();
    for (const piece of ["a", "a.", "a-", "1.", "a:", "://", "[", "a@", "h://"])
      dialsIn(piece.repeat(4096).slice(0, 4096));
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});
