import { visible } from '../output/visible.js';
import type { Finding, Level } from './finding.js';

const WORDS: Readonly<Record<Level, string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skip: '-' };

/** The findings as text for people. Without colours: the words suffice. */
export function reportText(title: string, findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ check }) => check.length), 0);
  const lines = findings.flatMap(({ level, check, what, fix }) => [
    `${WORDS[level].padEnd(5)} ${check.padEnd(widest)}  ${what}`,
    ...(fix === undefined ? [] : [`${' '.repeat(6)}${''.padEnd(widest)}  To fix: ${fix}`]),
  ]);
  // Some of the text comes from the server and must not control the terminal.
  return [title, '', ...lines, '', countText(findings)].map((line) => `${visible(line)}\n`).join('');
}

function countText(findings: readonly Finding[]): string {
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const skipped = count('skip');
  const warnings = count('warn');
  return `${count('ok')} ok, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('fail')} to fix${skipped > 0 ? `, ${skipped} not checked` : ''}.`;
}

/** The findings as one JSON object. */
export function reportJson(about: Readonly<Record<string, string>>, findings: readonly Finding[]): string {
  return `${JSON.stringify({ version: 1, ...about, ok: !findings.some(({ level }) => level === 'fail'), findings }, undefined, 2)}\n`;
}
