import { visible } from '../output/visible.js';
import type { Finding, Level } from './finding.js';

const WORDS: Readonly<Record<Level, string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skip: '-' };

/** Findings as text for people, or as JSON. Neither has colours: the words say it. */
export function reportText(title: string, findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ check }) => check.length), 0);
  const lines = findings.flatMap(({ level, check, what, fix }) => [
    `${WORDS[level].padEnd(5)} ${check.padEnd(widest)}  ${what}`,
    ...(fix === undefined ? [] : [`${' '.repeat(6)}${''.padEnd(widest)}  To fix: ${fix}`]),
  ]);
  // Some words are the server's: they get no power over the terminal.
  return [title, '', ...lines, '', countText(findings)].map((line) => `${visible(line)}\n`).join('');
}

function countText(findings: readonly Finding[]): string {
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const skipped = count('skip');
  return `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} to fix${skipped > 0 ? `, ${skipped} not checked` : ''}.`;
}

/** One JSON object. */
export function reportJson(about: Readonly<Record<string, string>>, findings: readonly Finding[]): string {
  return `${JSON.stringify({ version: 1, ...about, ok: !findings.some(({ level }) => level === 'fail'), findings }, undefined, 2)}\n`;
}
