// Tests docs/nginx.conf: a real nginx in front of the reference server with all four backends.
//
//   npm run build && node scripts/check-nginx.ts
//
// Not part of `npm test`, because it needs nginx; CI runs it separately. It expects `nginx` on the PATH (or NGINX=/path/to/it), `openssl`
// for HTTP/2, and a Chromium. docs/proxies.md quotes its results.
import { checkConnectionLimit } from './nginx/connection-limit.ts';
import { noteDefaults } from './nginx/defaults.ts';
import { checkDocumentedBlock } from './nginx/documented-block.ts';
import { checkIdleConnections } from './nginx/idle-connections.ts';
import { setUp } from './nginx/setup.ts';
import { nginxVersion } from './nginx/start-nginx.ts';

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
