import type { Frame } from '@tailrace/core';
import { given } from '../../given.js';

/** The text between two blank lines of an event stream: an event, or only comments. */
export type Block = { readonly frame: Frame } | 'comment';

/** Splits the text of an event stream into blocks as it arrives. It supports only what the doctor needs; core has the full parser. */
export function createEventSplitter(): (text: string) => readonly Block[] {
  let rest = '';
  return (text) => {
    const parts = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
    rest = parts.pop() ?? '';
    return parts.flatMap(readBlock);
  };
}

function readBlock(block: string): readonly Block[] {
  const data: string[] = [];
  let event: string | undefined;
  let id: string | undefined;
  let comment = false;
  for (const line of block.split('\n')) {
    if (line.startsWith(':')) comment = true;
    const [, name, value = ''] = /^([a-z]+)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  }
  if (data.length === 0) return comment ? ['comment'] : [];
  return [{ frame: given({ data: data.join('\n'), event, id }) }];
}
