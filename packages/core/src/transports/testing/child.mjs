// Runs one attempt in a process of its own, which must end by itself. The sources are TypeScript that Node can strip;
// only their `.js` endings must be read as `.ts`.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const own = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    return next(own ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});

const [name, url, when] = process.argv.slice(2);
const { transports } = await import('../registry.ts');
const { systemClock } = await import('../../lib/clock.ts');

const transport = await transports[name].load();

const closeAt = (moment) => moment === when && queueMicrotask(() => connection.close());
const connection = transport.open(
  { url, headers: {} },
  {
    opened: () => closeAt('opened'),
    activity() {},
    frames: () => closeAt('frames'),
    oversize() {},
    retryDelay() {},
    ended: () => console.log('ended'),
  },
  {
    clock: systemClock,
    fetch: globalThis.fetch,
    WebSocket: globalThis.WebSocket,
    maxMessageBytes: 1_000_000,
    connectTimeout: 600_000,
  },
);
closeAt('at once');
if (when === 'end of input') process.stdin.resume().on('end', () => connection.close());
