import { driver } from "../../../providers/aws/driver.ts";

/** Connects and reads once with its own environment; says what became of it. Anything else on either stream is noise. */
const connection = await driver
  .connect({
    region: process.argv[3] || undefined,
    endpoint: process.argv[2],
    env: process.env,
    signal: new AbortController().signal,
    notice: () => undefined,
    retryTools: { sleep: async () => undefined, random: () => 0 },
  })
  .catch((error) => {
    console.log(JSON.stringify({ code: error.code, text: error.text, hint: error.hint }));
    process.exit(0);
  });
try {
  const { gaps } = await driver.observe(connection, { name: "prod-api" });
  console.log(JSON.stringify({ gaps, region: connection.region }));
} catch (error) {
  const { fault, wireCode, text, hint } = error as Record<string, unknown>;
  console.log(JSON.stringify({ fault, wireCode, text, hint }));
}
connection.close();
