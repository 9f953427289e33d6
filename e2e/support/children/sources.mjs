// The packages' sources are TypeScript that Node can transform; only their `.js` endings must be read as `.ts`.
// Run with --experimental-transform-types.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const own = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    return next(own ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});

export const core = await import('../../../packages/core/src/index.ts');
