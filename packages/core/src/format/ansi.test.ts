import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ansiStateAfter, parseAnsi, type AnsiSpan, type AnsiState } from './ansi.js';
import { stripAnsi } from './strip-ansi.js';

const ESC = '\u001b';
const shown = (text: string): string =>
  parseAnsi(text)
    .spans.map((span) => span.text)
    .join('');

describe('parseAnsi', () => {
  it('leaves plain text unchanged', () => {
    expect(parseAnsi('plain <b>text</b>').spans).toEqual([{ text: 'plain <b>text</b>', style: {} }]);
    expect(parseAnsi('').spans).toEqual([]);
  });

  it('parses the 16, 256 and RGB colours and every attribute', () => {
    const style = (codes: string) => parseAnsi(`${ESC}[${codes}mx`).spans[0]?.style;
    expect(style('31')).toEqual({ fg: { kind: 'palette', index: 1 } });
    expect(style('1;97;44')).toEqual({
      bold: true,
      fg: { kind: 'palette', index: 15 },
      bg: { kind: 'palette', index: 4 },
    });
    expect(style('38;5;208')).toEqual({ fg: { kind: 'palette', index: 208 } });
    expect(style('48;2;1;2;3;3')).toEqual({ bg: { kind: 'rgb', r: 1, g: 2, b: 3 }, italic: true });
    expect(style('38:2::10:20:30')).toEqual({ fg: { kind: 'rgb', r: 10, g: 20, b: 30 } });
    expect(style('2;3;4;7;9')).toEqual({
      dim: true,
      italic: true,
      underline: true,
      inverse: true,
      strike: true,
    });
    expect(style('1;31;0')).toEqual({});
    expect(style('38;5;999')).toEqual({});
    expect(style('58;5;1')).toEqual({});
    expect(style('4:3;38')).toEqual({ underline: true });
    expect(style('?31')).toEqual({});
  });

  it('distinguishes any number of styles', () => {
    const codes = Array.from({ length: 12_000 }, (_, at) => `38;2;${at % 251};${at % 241};${at % 239}`);
    const text = codes.map((code, at) => `${ESC}[${code}m${ESC}[${at % 2 === 0 ? 1 : 22}mx`).join('');
    parseAnsi(text).spans.forEach(({ style }, at) => {
      const fg = { kind: 'rgb', r: at % 251, g: at % 241, b: at % 239 };
      expect(style).toEqual(at % 2 === 0 ? { fg, bold: true } : { fg });
    });
    expect(parseAnsi(text).spans).toHaveLength(12_000);
  });

  it('carries the style over to the next line if the caller passes the state on', () => {
    const first = parseAnsi(`${ESC}[32mgreen`);
    expect(parseAnsi('still', first.state).spans[0]?.style).toEqual({ fg: { kind: 'palette', index: 2 } });
    expect(parseAnsi(`${ESC}[0mdone`, first.state).spans[0]?.style).toEqual({});
  });

  it('shows a progress bar as a terminal would', () => {
    expect(shown('10%\r50%\r100%')).toBe('100%');
    expect(shown('downloading\rdone')).toBe('doneloading');
    expect(shown(`downloading\r${ESC}[Kdone`)).toBe('done');
    expect(shown('abc\b\bX')).toBe('aXc');
  });

  it('keeps only safe links', () => {
    const link = (url: string) => parseAnsi(`${ESC}]8;;${url}${ESC}\\text${ESC}]8;;${ESC}\\ after`).spans;
    expect(link('https://example.com/a?b=c')[0]).toEqual({
      text: 'text',
      style: {},
      href: 'https://example.com/a?b=c',
    });
    expect(link('https://example.com')[1]).toEqual({ text: ' after', style: {} });
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://a b'])
      expect(link(bad)[0]).not.toHaveProperty('href');
  });

  it('keeps the lines of one message apart', () => {
    expect(shown('one\r\ntwo\r\n')).toBe('one\ntwo\n');
    expect(shown('10%\r20%\nnext 1\rNEXT\n')).toBe('20%\nNEXT 1\n');
    expect(shown('first\nsecond\b\b\b\b\b\b\b\b\bS')).toBe('first\nSecond');
  });

  it('drops blanks at the end of a line, and keeps those between words', () => {
    expect(shown(`downloading 100%${ESC}[2K\rok`)).toBe('ok');
    expect(shown(`downloading${ESC}[1G${ESC}[Kok`)).toBe('ok');
    expect(shown(`a${ESC}[3Cb`)).toBe('a   b');
    expect(shown(`${ESC}[01;31m${ESC}[Kerror${ESC}[m${ESC}[K: x`)).toBe('error: x');
  });

  it('shows the text of an unterminated sequence', () => {
    expect(shown(`a${ESC}]0;title without an end`)).toBe('a0;title without an end');
    expect(shown(`a${ESC}]0;title${ESC}[31mred`)).toBe('a0;titlered');
    expect(shown(`a${ESC}Pb\nc`)).toBe('ab\nc');
  });

  it('joins text of the same style, and keeps the colours of text that was not overwritten', () => {
    expect(parseAnsi(`${ESC}[31mab${ESC}[31mcd${ESC}[39m\rX`).spans).toEqual([
      { text: 'X', style: {} },
      { text: 'bcd', style: { fg: { kind: 'palette', index: 1 } } },
    ]);
  });

  it('removes every other control sequence and nothing else', () => {
    expect(shown(`a${ESC}[2Jb${ESC}]0;title\u0007c${ESC}(Bd${ESC}Pq#1${ESC}\\e\u000ff\u0007g`)).toBe(
      'abcdefg',
    );
    // Characters that a terminal ignores stay: a log must not hide anything.
    expect(shown(`a\u0000b\u007fc\u0085d${ESC}[0me\u000b`)).toBe('a\u0000b\u007fc\u0085de\u000b');
    expect(shown(`before${ESC}[31`)).toBe('before');
    expect(shown(`x${ESC}[31\u00e9y`)).toBe('x\u00e9y');
  });

  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      `${ESC}[31m`,
      `${ESC}[0m`,
      `${ESC}[`,
      `${ESC}]8;;http://x${ESC}\\`,
      `${ESC}]`,
      `${ESC}7`,
      `${ESC}8`,
      `${ESC}c`,
      `${ESC}[99999999C`,
      `${ESC}[J`,
      '\u009b31m',
      '\u009d',
      '\t',
      '漢字',
      'e\u0301',
    ),
    fc.constantFrom('\r', '\b', '\n', '\r\n', '\u0000', '\u0007', 'plain text', 'a'),
    fc
      .tuple(fc.constantFrom('', '0', '1', '2', '3', '?', '?1', '1;2'), fc.constantFrom(...'KJGCDXP@su`abm'))
      .map(([parameters, final]) => `${ESC}[${parameters}${final}`),
  );
  const anything = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('never shows a character that would control a terminal', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const span of parseAnsi(text).spans)
          expect(span.text).toMatch(/^[^\u0007\u0008\u000d-\u000f\u001b\u0090\u0098\u009b-\u009f]*$/);
        expect(stripAnsi(stripAnsi(text))).toBe(stripAnsi(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('agrees with stripAnsi and ansiStateAfter for any text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(stripAnsi(text)).toBe(shown(text));
        expect(ansiStateAfter(text)).toEqual(parseAnsi(text).state);
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives the same result line by line as in one piece, if the state is passed on', () => {
    // Without sequences that save a position, erase below, or add more blanks than allowed.
    const lines = anything.filter((text) => !/\u001b[78]|99999999C|\[[\d;?]*[suJ]/.test(text));
    const look = (span: AnsiSpan) =>
      [...span.text].map((text) => ({ text, style: text === '\n' ? {} : span.style }));
    fc.assert(
      fc.property(lines, (text) => {
        let state: AnsiState | undefined;
        const apart = text.split('\n').flatMap((line, at) => {
          const { spans } = parseAnsi(line, state);
          state = ansiStateAfter(line, state);
          return [...(at > 0 ? [{ text: '\n', style: {} }] : []), ...spans].flatMap(look);
        });
        expect(apart).toEqual(parseAnsi(text).spans.flatMap(look));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not blow up for cursor movements far to the right', () => {
    const bomb = `${ESC}[31m`.repeat(50_000) + 'x' + `${ESC}]8;;`.repeat(50_000);
    expect(shown(bomb)).toBe(`x${'8;;'.repeat(50_000)}`);
    const wide = `${ESC}[999999999Cx`.repeat(1_000);
    expect(shown(wide).length).toBeLessThanOrEqual(2 * wide.length + 1_000);
  });

  it('limits the work of erasures and movements to the length of the line', () => {
    const long = 'x'.repeat(100_000);
    for (const sequence of ['[1K', '[2K', '[P', '[@', '[9X', '[1@', '[K'])
      for (const start of ['\b', '\r']) {
        const text = `${long}${start}${`${ESC}${sequence}`.repeat(50_000)}`;
        // Without a limit each of these takes 10¹⁰ steps, and the test would not end.
        expect(shown(text).length).toBeLessThanOrEqual(2 * text.length + 1_000);
      }
  });

  it('draws a message of many lines in a time proportional to its length, though each is drawn over', () => {
    for (const line of ['a\bb', 'a\rb', `${ESC}7b`]) {
      const lines = 200_000;
      // If each line looked at those before it, this would take many minutes.
      expect(shown(`${line}\n`.repeat(lines))).toBe('b\n'.repeat(lines));
    }
  });
});
