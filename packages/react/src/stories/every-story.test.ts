/** There is a story for every component, state, backend and scenario, and each is played and checked by axe. */
import { globSync } from 'node:fs';
import type { LogStreamStatus } from '@tailrace/core';
import { backendNames, scenarios } from '@tailrace/mock-server';
import { describe, expect, it } from 'vitest';
import * as api from '../index.js';
import { AROUND_THE_LINES, IN_THE_LINES, IN_THE_TOOLBAR } from '../log-viewer/testing/pieces.js';

interface Told {
  readonly play?: unknown;
  readonly component?: unknown;
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly parameters?: { readonly a11y?: unknown };
}

const source = new URL('../', import.meta.url);
const files = await Promise.all(
  globSync('**/*.stories.tsx', { cwd: source }).map(async (path) => {
    const { default: meta = {}, ...stories } = (await import(
      /* @vite-ignore */ new URL(path, source).href
    )) as Readonly<Record<string, Told>>;
    return { path, meta, stories };
  }),
);
const stories = files.flatMap(({ path, stories }) =>
  Object.entries(stories).map(([name, story]) => ({ name: `${path} ${name}`, story })),
);
const namesIn = (title: string): string[] =>
  Object.keys(files.find(({ meta }) => meta.title === title)?.stories ?? {});
/** `agent-run` → `AgentRun`, the name of a story. */
const asName = (text: string): string =>
  text.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());

describe('the stories', () => {
  it.each(stories)('$name is played and checked by axe', ({ story }) => {
    expect(story.play).toBeTypeOf('function');
    expect(story.parameters?.a11y).toBeUndefined();
    expect(story.tags ?? []).not.toContain('!test');
  });

  it('include every file in the check by axe', () => {
    expect(files.filter(({ meta }) => meta.parameters?.a11y !== undefined)).toEqual([]);
  });

  it('show every component', () => {
    const parts = [...IN_THE_LINES, ...IN_THE_TOOLBAR, ...AROUND_THE_LINES].map(({ name }) => name);
    const metas = files.map(({ meta }) => meta.component);
    const unseen = Object.entries(api)
      .filter(([name, value]) => /^[A-Z][a-z]/.test(name) && !parts.includes(name) && !metas.includes(value))
      .map(([name]) => name);
    // It renders nothing itself; it only wraps others.
    expect(unseen).toEqual(['TailraceProvider']);
  });

  it('show every state of a connection', () => {
    const states: Readonly<Record<LogStreamStatus, true>> = {
      idle: true,
      connecting: true,
      live: true,
      reconnecting: true,
      polling: true,
      paused: true,
      complete: true,
      failed: true,
      closed: true,
    };
    expect(namesIn('LogViewer/Connection')).toEqual(expect.arrayContaining(Object.keys(states).map(asName)));
  });

  it('break the connection to every backend', () => {
    expect(namesIn('Continuity')).toEqual(expect.arrayContaining(backendNames.map(asName)));
  });

  it('play every scenario of the mock server', () => {
    expect(namesIn('Backends and scenarios').sort()).toEqual(Object.keys(scenarios).map(asName).sort());
  });
});
