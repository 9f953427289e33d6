import { stripAnsi } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { limitShowing, maxSpans, showMessage, type ShownMessage } from './shown-message.js';

const ESC = '\u001b';
const textOf = ({ spans }: ShownMessage): string => spans.map((span) => span.text).join('');

describe('what is shown of a message', () => {
  it('is all of an ordinary one', () => {
    const message = `${ESC}[31mred${ESC}[0m https://example.com and \u202ehidden\u0000`;
    const shown = showMessage(message, 10_000);
    expect(textOf(shown)).toBe(stripAnsi(message));
    expect(shown.hidden).toBe(0);
    expect(shown.spans.map(({ href, glyph }) => href ?? glyph)).toEqual([
      undefined,
      undefined,
      'https://example.com',
      undefined,
      'RLO',
      undefined,
      'NUL',
    ]);
  });

  it('leads where it says, where it says so', () => {
    const link = (href: string, text: string) => {
      const { spans } = showMessage(`${ESC}]8;;${href}${ESC}\\${text}${ESC}]8;;${ESC}\\`, 10_000);
      return spans.map((span) => span.href);
    };
    expect(link('https://ci.example.com/runs/318', 'open the run')).toEqual([
      'https://ci.example.com/runs/318',
    ]);
    expect(link('https://ci.example.com/runs/318', 'ci.example.com')).toEqual([
      'https://ci.example.com/runs/318',
    ]);
    expect(link('https://ci.example.com/runs/318', 'https://ci.example.com/…')).toEqual([
      'https://ci.example.com/runs/318',
    ]);
    expect(link('https://evil.example/', 'https://bank.example/')).toEqual(['https://bank.example/']);
    expect(link('https://bank.example@evil.example/', 'https://bank.example/')).toEqual([
      'https://bank.example/',
    ]);
    expect(link('mailto:a@evil.example', 'mailto:a@bank.example')).toEqual(['mailto:a@bank.example']);
  });

  it('is the beginning of a long one, and the rest is counted', () => {
    const shown = showMessage('x'.repeat(5_000_000), 10_000);
    expect(textOf(shown)).toBe('x'.repeat(10_000));
    expect(shown.hidden).toBe(4_990_000);
    expect(textOf(showMessage(`${'x'.repeat(9_999)}😀😀`, 10_000))).toBe('x'.repeat(9_999));
    // What comes after the cut stays behind it, however short it is.
    expect(textOf(showMessage(`${'x'.repeat(9_999)}😀${ESC}[31my`, 10_000))).toBe('x'.repeat(9_999));
  });

  it('has as few elements as it has characters to show, whatever is sent', () => {
    const bombs = [
      Array.from({ length: 100_000 }, (_, at) => `${ESC}[3${at % 8}mx`).join(''),
      'http://a '.repeat(100_000),
      '\u200b\u200c'.repeat(100_000),
      Array.from({ length: 50_000 }, () => `${ESC}]8;;https://a.example${ESC}\\a${ESC}]8;;${ESC}\\ `).join(
        '',
      ),
    ];
    for (const bomb of bombs) {
      const shown = showMessage(bomb, 10_000);
      expect(shown.spans.length).toBeLessThanOrEqual(maxSpans(10_000));
      expect(shown.hidden).toBeGreaterThan(1_000);
      expect(stripAnsi(bomb).startsWith(textOf(shown))).toBe(true);
      // Asked for more, it shows more.
      expect(textOf(showMessage(bomb, 100_000)).length).toBeGreaterThan(textOf(shown).length);
    }
  });

  it('shows as much as it takes to see a place', () => {
    expect(limitShowing('short', 3, 10_000)).toBe(10_000);
    expect(limitShowing('x'.repeat(1_000_000), 10_000, 10_000)).toBe(10_000);
    expect(limitShowing('x'.repeat(1_000_000), 600_000, 10_000)).toBe(900_000);
    // Of a line with a colour for each letter there are fewer in sight.
    const rainbow = Array.from({ length: 3_000 }, (_, at) => `${ESC}[3${at % 8}mx`).join('');
    expect(limitShowing(rainbow, 400, 10_000)).toBe(10_000);
    expect(limitShowing(rainbow, 2_000, 10_000)).toBe(100_000);
  });

  it('does not show half of a sequence at the cut', () => {
    for (let at = 39_980; at <= 40_000; at += 1) {
      const message = `${'x'.repeat(100)}${`${ESC}[0m`.repeat(10_000)}`.slice(0, at);
      const shown = showMessage(
        `${message}${ESC}]8;;https://example.com/${ESC}\\link${ESC}]8;;${ESC}\\ end`,
        10_000,
      );
      expect(textOf(shown).replace(/^x+/, '')).toMatch(/^(?:link(?: end)?)?$/);
    }
  });

  it('is how a long progress ends, not how it begins', () => {
    const progress = Array.from(
      { length: 5_000 },
      (_, at) => `\r${'#'.repeat(at % 50)} ${at} of 4999${ESC}[K`,
    ).join('');
    expect(progress.length).toBeGreaterThan(100_000);
    expect(textOf(showMessage(progress, 10_000))).toBe(stripAnsi(progress));
    expect(showMessage(progress, 10_000).hidden).toBe(0);
    expect(textOf(showMessage(`${progress}\r\ndone`, 10_000))).toBe(`${stripAnsi(progress)}\ndone`);
  });
});
