// Adds the binaries of other platforms to package-lock.json: `node tools/complete-lockfile.mjs` after `npm install`.
// A registry that does not carry all of them makes npm leave them out, and `npm ci` then refuses the lockfile ("Missing:
// … from lock file", npm 11.19) although none of them would be installed here. Entries made here carry no integrity.
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));

const OS = /(android|darwin|freebsd|linux|openharmony|win32)/;
const CPU = [
  [/wasm32/, "wasm32"],
  [/arm64/, "arm64"],
  [/arm-/, "arm"],
  [/x64/, "x64"],
  [/(ia32|ppc64|riscv64|s390x)/, undefined],
];

/** What names like `binding-linux-arm64-musl` say about where they run. */
function platform(name, dev) {
  const os = OS.exec(name)?.[1];
  const found = CPU.find(([pattern]) => pattern.test(name));
  if (found === undefined) throw new Error(`${name}: which processor is it for?`);
  const cpu = found[1] ?? found[0].exec(name)[1];
  const libc = /musl/.test(name) ? "musl" : /gnu/.test(name) ? "glibc" : undefined;
  return {
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/** Where Node would find `name` from a package: the nearest node_modules upwards. */
function installedFrom(folder, name) {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    const candidate = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
    if (candidate in lock.packages) return candidate;
    if (at === "") return undefined;
  }
}

let added = 0;
for (const [folder, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const there = installedFrom(folder, name);
    if (there !== undefined && lock.packages[there].version === version) continue;
    if (there !== undefined && !/^\d/.test(version)) continue;
    if (!/^\d/.test(version)) throw new Error(`${folder} wants ${name}@${version}: not an exact version`);
    const free = !(`node_modules/${name}` in lock.packages);
    const place = free ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    lock.packages[place] = { version, ...platform(name, dev) };
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} added`);
