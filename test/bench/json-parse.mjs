// The baseline: JSON.parse of every item of a kubectl List, nothing kept. The items are cut at kubectl's own
// indentation with native searches, which cost next to nothing; the time inside JSON.parse is counted apart.
import { closeSync, openSync, readSync } from "node:fs";

const READ = 512 * 1024;
const BETWEEN = Buffer.from("\n        },\n        {\n");
const LAST = Buffer.from("\n        }\n    ]");

const file = openSync(process.argv[2], "r");
const busy = process.cpuUsage();
const begin = process.hrtime.bigint();
let inside = 0n;
let items = 0;
let held = Buffer.alloc(0);
let ended = false;

function parse(from, to) {
  const text = held.toString("utf8", from, to);
  const start = process.hrtime.bigint();
  JSON.parse(text);
  inside += process.hrtime.bigint() - start;
  items += 1;
}

let position = 0;
let first = true;
while (!ended) {
  const next = Buffer.allocUnsafe(READ);
  const count = readSync(file, next, 0, READ, position);
  position += count;
  held = Buffer.concat([held, next.subarray(0, count)]);
  ended = count === 0;
  let from = first ? held.indexOf("[\n        {") + 2 : 0;
  first = false;
  for (;;) {
    const cut = held.indexOf(BETWEEN, from);
    if (cut < 0) break;
    parse(from, cut + 10);
    from = cut + 12;
  }
  const last = ended ? held.indexOf(LAST, from) : -1;
  if (last >= 0) parse(from, last + 10);
  held = held.subarray(from);
}
closeSync(file);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const { user, system } = process.cpuUsage(busy);
const cpu = (user + system) / 1e6;
// The share of JSON.parse in the time that passed is taken for its share in the processor's time.
const parseCpu = (cpu * Number(inside)) / 1e9 / seconds;
console.log(JSON.stringify({ seconds, cpu, parseCpu, items }));
