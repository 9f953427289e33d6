import type {} from '@vitest/browser-playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

type Rgb = readonly [number, number, number];

const canvas = document
  .createElement('canvas')
  .getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;

/** Any CSS colour as the screen shows it, over a ground. */
function paint(color: string, over: string): Rgb {
  canvas.fillStyle = over;
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (rgb: Rgb): number => {
    const [r, g, bl] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (r as number) + 0.7152 * (g as number) + 0.0722 * (bl as number);
  };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const ESC = '\u001b[';
const palette = Array.from({ length: 256 }, (_, index) => `${ESC}38;5;${index}mc${ESC}0m`);
const mixed = [0, 64, 128, 192, 255].flatMap((r) =>
  [0, 128, 255].flatMap((g) => [0, 128, 255].map((b) => `${ESC}38;2;${r};${g};${b}mc${ESC}0m`)),
);

/** Reads the viewer's colours by their names. */
function colorsOf(page: ViewerPage): (name: string) => string {
  const probe = (page.part('viewer') as HTMLElement).appendChild(document.createElement('span'));
  return (name) => {
    probe.style.color = `var(--tailrace-${name})`;
    return getComputedStyle(probe).color;
  };
}

describe.each(['light', 'dark'] as const)('colours in the %s theme', (theme) => {
  it('can all be read: the sixteen, the 256 and any other', async () => {
    const stream = stageStream([{ message: palette.join('') }, { message: mixed.join('') }]);
    const page = await openViewer({ stream, theme });
    await expect.poll(() => page.rows().length).toBe(2);
    const color = colorsOf(page);
    const surface = color('surface');
    const weak: string[] = [];
    for (const name of [
      'surface',
      'warn-tint',
      'warn-hover',
      'error-tint',
      'error-hover',
      'hover',
      'selected',
    ]) {
      const ground = paint(color(name), surface);
      page.viewport.querySelectorAll('[data-ansi]').forEach((span, index) => {
        const ratio = contrast(paint(getComputedStyle(span).color, surface), ground);
        if (ratio < 4.5) weak.push(`colour ${index} on ${name}: ${ratio.toFixed(2)}`);
      });
    }
    expect(weak).toEqual([]);
  });

  it('hold for everything else that is written', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'x' }]), theme });
    await expect.poll(() => page.rows().length).toBe(1);
    const color = colorsOf(page);
    const surface = color('surface');
    const grounds = [
      'surface',
      'panel',
      'raised',
      'hover',
      'selected',
      'warn-tint',
      'warn-hover',
      'error-tint',
      'error-hover',
    ];
    const words = [
      'text',
      'muted',
      'faint',
      'accent',
      'trace',
      'debug',
      'info',
      'warn',
      'error',
      'fatal',
      'success',
      'thinking',
      'coding',
    ];
    const pairs = words.flatMap((word) => grounds.map((ground) => [word, ground] as const));
    pairs.push(
      ['on-accent', 'accent'],
      ['match-text', 'match'],
      ['match-current-text', 'match-current'],
      ['text', 'pressed'],
    );
    const weak = pairs
      .map(([word, ground]) => ({
        word,
        ground,
        ratio: contrast(paint(color(word), surface), paint(color(ground), surface)),
      }))
      .filter(({ ratio }) => ratio < 4.5);
    expect(weak.map(({ word, ground, ratio }) => `${word} on ${ground}: ${ratio.toFixed(2)}`)).toEqual([]);
  });

  it('are stronger for who asks for more contrast: text 7 : 1, edges of fields 3 : 1', async () => {
    const more = (value: string) =>
      cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-contrast', value }] });
    await more('more');
    onTestFinished(async () => void (await more('')));
    const page = await openViewer({ stream: stageStream([{ message: 'line' }]), theme });
    const color = colorsOf(page);
    const on = (name: string, ground: string): number =>
      contrast(paint(color(name), color(ground)), paint(color(ground), color(ground)));
    for (const ground of ['surface', 'panel', 'raised', 'hover', 'selected', 'warn-tint', 'error-tint']) {
      for (const name of ['text', 'muted', 'faint']) expect(on(name, ground)).toBeGreaterThanOrEqual(7);
      expect(on('border', ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('of a warning and an error stay under the pointer', async () => {
    const levels = ['info', 'warn', 'error', 'fatal'] as const;
    const page = await openViewer({
      stream: stageStream(levels.map((level) => ({ message: level, level }))),
      theme,
    });
    await expect.poll(() => page.rows().length).toBe(4);
    const color = colorsOf(page);
    const grounds = ['hover', 'warn-hover', 'error-hover', 'error-hover'].map(color);
    expect(new Set([...grounds, color('warn-tint'), color('error-tint')]).size).toBe(5);
    for (const [seq, ground] of grounds.entries()) {
      const row = page.row(seq) as HTMLElement;
      await userEvent.hover(row);
      expect(getComputedStyle(row).backgroundColor, levels[seq]).toBe(ground);
      await userEvent.click(row.querySelector('[data-tailrace="line-number"]') as Element);
      await expect.poll(() => getComputedStyle(row).backgroundColor).toBe(color('selected'));
    }
  });
});
