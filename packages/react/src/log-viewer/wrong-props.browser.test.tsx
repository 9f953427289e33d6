/** What a page without types may pass: it is told what to pass instead, and the log is shown all the same. */
import type { LogStreamError } from '@tailrace/core';
import { describe, expect, it, vi } from 'vitest';
import type { LogViewerProps } from './log-viewer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

const stream = stageStream(serverLines(5));

describe('a wrong prop', () => {
  it.each([
    [
      { showTimestamps: 'foo' },
      'showTimestamps must be one of true, false, off, local, utc, date, relative, delta, not foo.',
    ],
    [{ showTimestamps: null }, 'showTimestamps must be one of'],
    [{ copyFormat: 'html' }, 'copyFormat must be one of text, timestamped, ansi, json, not html.'],
    [{ theme: 'system' }, 'theme must be one of auto, light, dark, not system.'],
    [
      { timestampDigits: Number.NaN },
      'timestampDigits must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, not NaN.',
    ],
    [{ timestampDigits: Infinity }, 'timestampDigits must be one of'],
    [{ timeZone: 'Vienna' }, 'There is no time zone "Vienna"'],
  ])('is told once: %o', async (props, message) => {
    const onError = vi.fn<(error: LogStreamError) => void>();
    const given = { stream, onError, ...props } as LogViewerProps;
    const page = await openViewer(given);
    await expect.poll(() => page.rows().length).toBe(5);
    expect(onError.mock.calls).toEqual([
      [
        expect.objectContaining({
          kind: 'invalid-argument',
          message: expect.stringContaining(message) as string,
        }),
      ],
    ]);
    await page.rerender(given);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it.each([
    [{ filter: null }, 'A filter must be an object'],
    [{ filter: 'error' }, 'A filter must be an object'],
    [{ filter: { minlevel: 'error' } }, 'A filter condition must be one of levels'],
    [{ defaultFilter: { steps: 'build' } }, '"steps" of a filter must be a list'],
    [{ filter: { all: {} } }, '"all" of a filter must be a list'],
    [{ filter: { any: ['error'] } }, 'A filter must be an object'],
    [{ filter: { levels: null } }, '"levels" of a filter must be a list, not null'],
    [{ filter: { text: null } }, '"text" of a filter must be left out, not null'],
    [{ filter: { since: new Date() } }, '"since" of a filter must be epoch milliseconds'],
    [{ defaultFilter: { regex: null } }, '"regex" of a filter must be left out, not null'],
    [{ defaultSearch: 5 }, 'must be a string, not 5'],
    [{ search: null }, 'must be a string, not null'],
  ])('is told in its box: %o', async (props, message) => {
    const page = await openViewer({ stream, ...props } as unknown as LogViewerProps);
    await expect.poll(() => page.text('field-error')).toContain(message);
    await expect.poll(() => page.rows().length).toBe(5);
  });
});

describe('the handle', () => {
  it('has no line for what is no link and no time, such as a missing parameter of the URL', async () => {
    const { handle, rows } = await openViewer({ stream });
    await expect.poll(() => rows().length).toBe(5);
    const none = new URLSearchParams().get('lines') as never;
    expect(handle.openLink(none)).toBe(false);
    expect(await handle.scrollToTime(none)).toBe(false);
  });
});
