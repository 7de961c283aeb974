import type { Observation } from "../../core/observation.ts";

/** A topology as JSON Lines: a header, then one observation a line. Facts hold no secrets, and so neither do lines. */
export function* topologyLines(observations: Iterable<Observation>): Iterable<string> {
  yield JSON.stringify({ slbctl: "topology", schemaVersion: 1 });
  for (const { subject, fact, reading, origin } of observations) {
    const { kind, source, location, offset } = origin;
    const said = reading.known
      ? { value: reading.value }
      : {
          unknown: {
            reason: reading.reason,
            ...(reading.howToProvide === undefined ? {} : { howToProvide: reading.howToProvide }),
          },
        };
    yield JSON.stringify({
      subject: { kind: subject.kind, id: subject.id },
      fact,
      ...said,
      origin: { kind, source, location, offset },
    });
  }
}
