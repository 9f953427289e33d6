import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { defineConfig } from 'tsup';

const short = (path: string): string => (isAbsolute(path) ? basename(path) : path);

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    browser: 'src/browser.ts',
    server: 'src/server/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'node',
  tsconfig: 'tsconfig.build.json',
  dts: true,
  clean: true,
  sourcemap: true,
  splitting: true,
  // Code splitting in the CommonJS build writes absolute paths of this machine into the source maps; these are made relative.
  async onSuccess() {
    for (const name of await readdir('dist')) {
      if (!name.endsWith('.cjs.map')) continue;
      const map = JSON.parse(await readFile(`dist/${name}`, 'utf8')) as { file: string; sources: string[] };
      const plain = { ...map, file: short(map.file), sources: map.sources.map(short) };
      await writeFile(`dist/${name}`, JSON.stringify(plain));
    }
  },
});
