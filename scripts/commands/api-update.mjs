import { ensureBuilt } from '../lib/build.mjs';
import { say } from '../lib/say.mjs';
import { updateApi } from '../packages/check-api.mjs';
import { codeEntries, published } from '../packages/published.mjs';

/** Regenerates packages/<name>/api.d.ts from the built packages. */
export async function run() {
  await ensureBuilt();
  for (const name of published.filter((each) => codeEntries(each).length > 0))
    say(
      `packages/${name}/api.d.ts ${(await updateApi(name)) ? 'has changed; review the diff before you commit it' : 'is unchanged'}.`,
    );
}
