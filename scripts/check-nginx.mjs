// Tests docs/nginx.conf: a real nginx in front of the reference server with all four backends.
//
//   npm run build && node scripts/check-nginx.mjs
//
// Not part of `npm test`, because it needs nginx; CI runs it separately. It expects `nginx` on the PATH (or NGINX=/path/to/it), `openssl`
// for HTTP/2, and a Chromium. docs/proxies.md quotes its results.
import { checkConnectionLimit } from './nginx/connection-limit.mjs';
import { noteDefaults } from './nginx/defaults.mjs';
import { checkDocumentedBlock } from './nginx/documented-block.mjs';
import { checkIdleConnections } from './nginx/idle-connections.mjs';
import { setUp } from './nginx/setup.mjs';
import { nginxVersion } from './nginx/start-nginx.mjs';

console.log(nginxVersion());
const setup = await setUp();
try {
  // In this order: they count the lines of one log.
  await checkDocumentedBlock(setup);
  await noteDefaults(setup);
  await checkIdleConnections(setup);
  await checkConnectionLimit(setup);
} finally {
  await setup.close();
}
process.exit(setup.failures() > 0 ? 1 : 0);
