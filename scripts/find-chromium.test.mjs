import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.mjs';

describe('findChromium', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tailrace-chromium-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (...parts) => {
    const path = join(folder, ...parts);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o755);
    return path;
  };
  const find = (env) => findChromium({ PLAYWRIGHT_BROWSERS_PATH: join(folder, 'cache'), ...env }, 'linux');

  it('prefers the one that TAILRACE_CHROMIUM names', () => {
    program('bin', 'chromium');
    const own = program('own', 'browser');
    expect(find({ TAILRACE_CHROMIUM: own, PATH: join(folder, 'bin') })).toBe(own);
  });

  it('throws if TAILRACE_CHROMIUM cannot be run, even if there is another one', () => {
    program('bin', 'chromium');
    expect(() => find({ TAILRACE_CHROMIUM: join(folder, 'nothing'), PATH: join(folder, 'bin') })).toThrow(
      /TAILRACE_CHROMIUM.*cannot|TAILRACE_CHROMIUM.*not a program/,
    );
  });

  it('finds a system browser on the PATH', () => {
    const chrome = program('bin', 'google-chrome');
    expect(find({ PATH: `${join(folder, 'empty')}:${join(folder, 'bin')}` })).toBe(chrome);
  });

  it('finds the newest in Playwright’s cache if the system has none', () => {
    program('cache', 'chromium-900', 'chrome-linux', 'chrome');
    const newest = program(
      'cache',
      'chromium_headless_shell-1200',
      'chrome-headless-shell-linux64',
      'chrome-headless-shell',
    );
    expect(find({ PATH: join(folder, 'empty') })).toBe(newest);
  });

  it('returns undefined if there is none', () => {
    expect(find({ PATH: join(folder, 'empty') })).toBeUndefined();
  });
});
