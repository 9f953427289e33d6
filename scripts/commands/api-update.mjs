import { ensureBuilt } from '../lib/build.mjs';
import { say } from '../lib/say.mjs';
import { updateApi } from '../packages/check-api.mjs';
import { codeEntries, published } from '../packages/published.mjs';

/** Writes packages/<name>/api.d.ts as the packages are now. */
export async function run() {
  await ensureBuilt();
  for (const name of published.filter((each) => codeEntries(each).length > 0))
    say(
      `packages/${name}/api.d.ts ${(await updateApi(name)) ? 'is new; read it before you commit it' : 'is as it was'}.`,
    );
}
