/** Turns a parsed SGR style into what an element carries: attributes and variables, which the stylesheet gives their looks. */
import type { AnsiColor, AnsiStyle } from '@tailrace/core';

/** Attributes of a styled span. */
export interface AnsiProps {
  /** For its style. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly 'data-ansi'?: string;
}

const CUBE = [0, 95, 135, 175, 215, 255] as const;

/** The `rgb()` of a colour of the 256-colour palette beyond the first sixteen. */
function paletteRgb(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const at = index - 16;
  const part = (value: number): number => CUBE[value % 6] as number;
  return `rgb(${part(Math.floor(at / 36))} ${part(Math.floor(at / 6))} ${part(at)})`;
}

function cssColor(color: AnsiColor): string {
  if (color.kind === 'rgb') return `rgb(${color.r} ${color.g} ${color.b})`;
  return color.index < 16 ? `var(--tailrace-ansi-${color.index})` : paletteRgb(color.index);
}

/** The look of most texts. */
export const UNSTYLED: AnsiProps = Object.freeze({});

/** Attributes for a style. The words in `data-ansi` say what the stylesheet has to do with the variables. */
export function ansiProps(style: AnsiStyle): AnsiProps {
  const words: string[] = [];
  const variables: Record<string, string> = {};
  if (style.fg) {
    // The sixteen are designed for the theme; others are moved to where they can be read.
    words.push(style.fg.kind === 'palette' && style.fg.index < 16 ? 'fg' : 'fg-any');
    variables['--tailrace-fg'] = cssColor(style.fg);
  }
  if (style.bg) {
    words.push('bg');
    variables['--tailrace-bg-span'] = cssColor(style.bg);
  }
  for (const word of ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike'] as const)
    if (style[word]) words.push(word);
  if (words.length === 0) return UNSTYLED;
  return { 'data-ansi': words.join(' '), variables };
}
