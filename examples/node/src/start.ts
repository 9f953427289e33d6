// Starts a server, so that follow.ts has something to follow.
import { serve } from '@tailrace/mock-server/server';

const server = await serve({ port: 0 });
process.argv[2] = server.url;
await import('./follow.ts');
await server.close();
