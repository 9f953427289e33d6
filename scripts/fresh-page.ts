// One page runs many files of browser tests. Each begins in an empty page without a link; Vitest itself sets its size.
import { beforeEach } from 'vitest';
import { cleanup } from 'vitest-browser-react';

// By itself, vitest-browser-react cleans up only in the file that loaded it first.
beforeEach(cleanup);

await cleanup();
document.body.replaceChildren();
history.replaceState(null, '', location.pathname + location.search);
