import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { arrowsRule, forbiddenReason } from './arrows.mjs';

const core = (path) => `/repo/packages/core/src/${path}`;

describe('forbiddenReason', () => {
  it.each([
    [core('backends/prismq.ts'), '../transports/sse.js', 'backends must not import transports'],
    [core('transports/sse.ts'), '../backends/prismq.js', 'transports must not import backends'],
    [core('lib/clock.ts'), '../connection/machine.js', 'lib must not import connection'],
    [core('connection/machine.ts'), '../log-stream.js', 'connection must not import log-stream'],
    [core('continuity/cursor.ts'), '../index.js', 'not index.js'],
    [core('log-stream.ts'), './log-streaming-service.js', 'log-stream must not import log-streaming-service'],
    [core('log-source-service.ts'), './log-streaming-service.js', 'log-source-service must not import'],
    [core('log-stream.ts'), './stream/shared-streams.js', 'log-stream must not import stream/shared-streams'],
    [core('log-stream.ts'), '../../react/src/index.js', 'import the package by its name'],
    [core('lib/clock.ts'), './sleep', 'needs a file extension'],
    [core('somewhere/new.ts'), '../lib/clock.js', 'not a known module'],
    [core('lib/clock.ts'), 'node:timers', 'not a runtime dependency'],
    [core('lib/clock.ts'), 'ws', 'not a runtime dependency'],
    [core('lib/clock.ts'), '@tailrace/react', 'must not import @tailrace/react'],
    [
      '/repo/packages/react/src/provider.tsx',
      '@tailrace/mock-server',
      'must not import @tailrace/mock-server',
    ],
    ['/repo/packages/react/src/provider.tsx', 'clsx', 'not a runtime dependency'],
    [
      'C:\\repo\\packages\\core\\src\\backends\\a.ts',
      '../transports/sse.js',
      'backends must not import transports',
    ],
  ])('%s may not import %s', (file, specifier, reason) => {
    expect(forbiddenReason(file, specifier, false)).toContain(reason);
  });

  it.each([
    [core('backends/prismq.ts'), '../lib/clock.js'],
    [core('backends/prismq.ts'), './source.js'],
    [core('continuity/ledger.ts'), '../buffer/ring.js'],
    [core('log-stream.ts'), './connection/machine.js'],
    [core('log-streaming-service.ts'), './log-stream.js'],
    [core('log-streaming-service.ts'), './log-source-service.js'],
    [core('index.ts'), './log-streaming-service.js'],
    [core('transports/sse.ts'), 'eventsource-parser'],
    [core('connection/machine.test.ts'), '@tailrace/mock-server/node'],
    ['/repo/packages/mock-server/src/capture/process.ts', 'node:child_process'],
    ['/repo/packages/cli/src/tail.ts', '@tailrace/mock-server/server'],
    ['/repo/examples/node/src/main.ts', 'anything'],
  ])('%s may import %s', (file, specifier) => {
    expect(forbiddenReason(file, specifier, false)).toBeUndefined();
  });

  it('lets the mock server import types from core, but no values', () => {
    const file = '/repo/packages/mock-server/src/store.ts';
    expect(forbiddenReason(file, '@tailrace/core', true)).toBeUndefined();
    expect(forbiddenReason(file, '@tailrace/core', false)).toContain('import type');
  });
});

describe('the rule in ESLint', () => {
  const lint = async (path, code) => {
    const eslint = new ESLint({
      overrideConfigFile: true,
      overrideConfig: [
        { plugins: { tailrace: { rules: { arrows: arrowsRule } } }, rules: { 'tailrace/arrows': 'error' } },
      ],
    });
    const [result] = await eslint.lintText(code, { filePath: path });
    return result.messages.map((message) => message.message);
  };

  it.each([
    `import { openSse } from '../transports/sse.js';`,
    `import '../transports/sse.js';`,
    `export { openSse } from '../transports/sse.js';`,
    `const sse = await import('../transports/sse.js');`,
  ])('reports %s in a backend', async (code) => {
    expect(await lint('packages/core/src/backends/prismq.js', code)).toEqual([
      expect.stringContaining('backends must not import transports'),
    ]);
  });

  it('reports export *', async () => {
    expect(await lint('packages/core/src/index.js', `export * from './entry.js';`)).toEqual([
      expect.stringContaining('instead of `export *`'),
    ]);
  });

  it('accepts an import in the right direction', async () => {
    expect(
      await lint('packages/core/src/backends/prismq.js', `import { a } from '../lib/a.js'; a();`),
    ).toEqual([]);
  });

  it('is enabled in this repository', async () => {
    const config = await new ESLint().calculateConfigForFile('packages/core/src/backends/prismq.ts');
    expect(config.rules['tailrace/arrows'][0]).toBe(2);
  });
});
