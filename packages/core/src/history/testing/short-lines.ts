/** Lines as short texts, such as `a1 b2 c`: a message and a time; without a number, a line has no time. */
import type { DecodedLine } from '../../entry.js';

export const linesOf = (text: string): DecodedLine[] =>
  [...text.matchAll(/([a-z])(\d*)/g)].map(([raw, message = '', time]) => ({
    level: 'info',
    message,
    labels: {},
    raw,
    ...(time ? { timestamp: `t${time}`, time: Number(time) } : {}),
  }));

export const textOf = (lines: readonly DecodedLine[]): string => lines.map(({ raw }) => raw).join(' ');

/** Lines without an id are counted by this. */
export const keyOf = ({ message, timestamp }: DecodedLine): string => `${timestamp} ${message}`;
