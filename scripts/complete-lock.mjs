// Completes package-lock.json with the optional packages of other platforms.
//
// npm writes only the platform packages into the lock that its registry offers. A lock made with a mirror that lacks, say,
// macOS binaries then fails `npm ci` ("Missing: … from lock file"), and they would be missing on a Mac. This script adds an
// entry for each of them: exact version, os, cpu and libc, derived from the package's name.
//
//   node scripts/complete-lock.mjs && npm install
//
// Running it again changes nothing. `npm run test:lint` reports when it is needed.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
};
const processors = {
  64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  loongarch64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  powerpc64le: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
};
const cLibraries = {
  gnu: 'glibc',
  gnueabihf: 'glibc',
  musl: 'musl',
  musleabihf: 'musl',
};

/** os, cpu and libc from the name of a platform package, or undefined if it is not one. */
export function platformOf(name) {
  const words = name.slice(name.indexOf('/') + 1).split(/[-_.]/);
  const pick = (table) =>
    words.map((word) => (Object.hasOwn(table, word) ? table[word] : undefined)).find((x) => x !== undefined);
  const os = pick(systems);
  const cpu = pick(processors);
  if (os === undefined || cpu === undefined) return undefined;
  const libc = os === 'linux' ? pick(cLibraries) : undefined;
  return { os, cpu, ...(libc === undefined ? {} : { libc }) };
}

const isExact = (range) => /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range);

/** Finds `name` as npm would for the package in `from`: in its own node_modules first, then in those above it. */
function resolve(packages, from, name) {
  for (let folder = from; ;) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[place] !== undefined) return packages[place];
    if (folder === '') return undefined;
    const up = folder.lastIndexOf('/node_modules/');
    folder = up < 0 ? '' : folder.slice(0, up);
  }
}

/** The entries that the lock lacks, by key. Pure: the lock is not changed. */
export function missingEntries(lock) {
  const missing = {};
  for (const [folder, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = resolve(lock.packages, folder, name);
      if (found !== undefined && (!isExact(range) || found.version === range)) continue;
      if (!isExact(range))
        throw new Error(
          `${folder} wants ${name}@${range}: the lock can only be completed for exact versions. Run npm install with a registry that has the package.`,
        );
      const platform = platformOf(name);
      if (platform === undefined)
        throw new Error(
          `${folder} wants ${name}, whose name does not reveal its platform. Add it to scripts/complete-lock.mjs.`,
        );
      // Next to the package that needs it, or inside that package if another version is already there.
      const beside = `${folder.slice(0, folder.lastIndexOf('node_modules/'))}node_modules/${name}`;
      const place = lock.packages[beside] === undefined ? beside : `${folder}/node_modules/${name}`;
      missing[place] = {
        version: range,
        cpu: [platform.cpu],
        ...(entry.dev === true ? { dev: true } : {}),
        ...(platform.libc === undefined ? {} : { libc: [platform.libc] }),
        optional: true,
        os: [platform.os],
      };
    }
  }
  return missing;
}

/** The lock with `entries` added in alphabetical order. */
export function withEntries(lock, entries) {
  const root = lock.packages[''];
  const rest = { ...lock.packages, ...entries };
  delete rest[''];
  const sorted = Object.keys(rest).sort((a, b) => a.localeCompare(b, 'en'));
  return { ...lock, packages: { '': root, ...Object.fromEntries(sorted.map((key) => [key, rest[key]])) } };
}

function main() {
  const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const entries = missingEntries(lock);
  const names = Object.keys(entries);
  if (names.length === 0) {
    console.log('package-lock.json is complete.');
    return;
  }
  writeFileSync(path, `${JSON.stringify(withEntries(lock, entries), undefined, 2)}\n`);
  console.log(`package-lock.json: ${names.length} platform packages added. Now run npm install.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
