import { expect, it } from "vitest";
import { forwardsTo, listenersOf } from "../../../providers/aws/read-listener.ts";
import { answer, connectToCanned } from "./canned.ts";

const page = (ports: readonly number[], marker?: string) =>
  answer(
    "DescribeListeners",
    `<Listeners>${ports.map((port) => `<member><Port>${port}</Port></member>`).join("")}</Listeners>${
      marker === undefined ? "" : `<NextMarker>${marker}</NextMarker>`
    }`,
  );

it("reads listeners page by page, each marker as it was given", async () => {
  const markers: (string | null)[] = [];
  const connection = await connectToCanned((_action, parameters, count) => {
    markers.push(parameters.get("Marker"));
    return count === 1 ? page([1, 2], "a/+=") : count === 2 ? page([], "b") : page([3]);
  });
  const listeners = await listenersOf(connection, "arn");
  expect(listeners.map(({ Port }) => Port)).toEqual([1, 2, 3]);
  expect(markers).toEqual([null, "a/+=", "b"]);
});

it("does not turn in circles when a page leads to itself", async () => {
  const connection = await connectToCanned((_action, _parameters, count) =>
    count > 5 ? page([]) : page([count], "again"),
  );
  expect(await listenersOf(connection, "arn")).toHaveLength(2);
});

it("finds the target group in either of the two places where AWS says it", () => {
  expect(forwardsTo({ DefaultActions: [{ Type: "forward", TargetGroupArn: "a" }] })).toBe("a");
  const long = { Type: "forward" as const, ForwardConfig: { TargetGroups: [{ TargetGroupArn: "b" }] } };
  expect(forwardsTo({ DefaultActions: [long] })).toBe("b");
  expect(forwardsTo({})).toBeUndefined();
});
