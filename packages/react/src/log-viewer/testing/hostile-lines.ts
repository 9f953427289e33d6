/** Lines that would do harm in a careless viewer: markup, sequences, links, directions, and sizes. */
import type { LogLine } from '@tailrace/core';

const ESC = '\u001b';
const link = (address: string, text: string): string =>
  `${ESC}]8;;${address}${ESC}\\${text}${ESC}]8;;${ESC}\\`;
const START = Date.UTC(2026, 10, 3, 9, 41, 7);

function numbered(messages: readonly (string | LogLine)[]): LogLine[] {
  return messages.map((given, index) => ({
    timestamp: new Date(START + index * 137).toISOString(),
    ...(typeof given === 'string' ? { message: given } : given),
  }));
}

/** Short ones, to be seen together. Whatever ran would leave a mark whose name holds `tailrace_hacked`. */
export function hostileLines(): LogLine[] {
  return numbered([
    '<img src=x onerror="window.__tailrace_hacked = 1">',
    '<script>window.__tailrace_hacked = 2</script><b>bold?</b>',
    '"><svg onload="window.__tailrace_hacked = 3"><iframe srcdoc="<script>parent.__tailrace_hacked=3</script>">',
    `${link('javascript:window.__tailrace_hacked=4', 'press me')} javascript:alert(1)`,
    `${link('data:text/html,<script>1</script>', 'data link')} ${link(' JaVaScRiPt:alert(1)', 'case')} ${link('java\tscript:alert(1)', 'tab')} ${link('vbscript:msgbox', 'vb')} ${link('file:///etc/passwd', 'file')} ${link('//evil.example', 'no scheme')}`,
    `${link('https://example.com/"onmouseover="window.__tailrace_hacked=5', 'quotes')} ${link('https://example.com@evil.example/', 'https://example.com/')}`,
    `${ESC}[2J${ESC}[1;1H${ESC}]0;title\u0007cleared? ${ESC}P1;2|payload${ESC}\\${ESC}[?25l${ESC}[999;999Hstill one line`,
    `${ESC}[${'1;'.repeat(5_000)}31mmany parameters${ESC}[0m`,
    `a title without an end ${ESC}]0;never; and a device string ${ESC}Pnever`,
    'user \u202Egpj.exe\u202C says \u2066isolated\u2069 and \u200Bzero\u200Bwidth\uFEFF',
    '\u202E\u202E\u202Enever taken back',
    'if (access == "user\u202E \u2066// admin only\u2069 \u2066") {',
    'مرحبا بالعالم: the line is right-to-left, שלום',
    'control characters: \u0000\u0001\u0002\u000b\u000c\u007f\u0085 end\u0007',
    `zeros: ${'\u0000'.repeat(4_096)} after them`,
    'breaks that are none: \u2028second?\u2029third?',
    'halves: \ud83d and \ude00 and \udfff\ud800',
    'wide 漢字かな交じり文 and emoji 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪 and combining Z̴̡̛͔a͇l̶g͎o',
    `tall: a${'\u0301\u0302\u0308\u030a'.repeat(60)}b`,
    'smuggled: hi\u{e0001}\u{e0068}\u{e0069}\u{e007f} there',
    'tabs:\ta\tbb\tccc\tdddd',
    '{"level":"error","msg":"<b>not html</b>","nested":{"__proto__":{"x":1},"list":[1,2,{"deep":true}]}}',
    'Error: first line of a stack trace\n    at handler (/app/src/orders.ts:41:17)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)\n    at async run (/app/src/main.ts:12:3)',
    `a long one: ${'lorem ipsum dolor sit amet '.repeat(1_000)}the end`,
    {
      message: 'metadata with names of its own',
      metadata: JSON.parse(
        '{"__proto__":{"polluted":true},"constructor":"x","toString":"<img src=x>"}',
      ) as Record<string, unknown>,
      labels: { step_name: '\u202Epets', '<b>': '<i>' },
    },
    `${ESC}[31mred that nobody ends`,
    `${ESC}[8mconcealed${ESC}[28m ${ESC}[30;40mblack on black${ESC}[0m`,
    '${7*7} {{7*7}} %s %d %n \\x1b[31m',
    '',
    '   leading and trailing   ',
  ]);
}

/** Large ones: each would freeze a viewer that does what it is told. */
export function hostileBombs(): LogLine[] {
  const deep = 10_000;
  return numbered([
    'x'.repeat(5_000_000),
    `${'word '.repeat(200_000)}end`,
    `${ESC}[31m`.repeat(100_000) + 'at the end of the colours',
    Array.from({ length: 100_000 }, (_, at) => `${ESC}[3${at % 8}m${at % 10}`).join(''),
    `${ESC}]0;${'never ends '.repeat(50_000)}`,
    `${ESC}P${'q'.repeat(500_000)}`,
    `${ESC}]8;;https://a.example${ESC}\\x`.repeat(20_000),
    'http://a.example '.repeat(20_000),
    `https://a.example/${')'.repeat(300_000)}`,
    `a${'\u0301'.repeat(100_000)}`,
    '\u200b\u200c\u200d\u202e'.repeat(50_000),
    '\u202e'.repeat(100_000),
    '👩‍👩‍👧‍👦'.repeat(20_000),
    `${'x'.repeat(50_000)}\b${`${ESC}[1K`.repeat(50_000)}`,
    `${'x'.repeat(50_000)}\r${`${ESC}[1@`.repeat(50_000)}`,
    `${ESC}[999999999C`.repeat(20_000),
    `first line${'\n'.repeat(100_000)}last line`,
    `${'{"a":['.repeat(deep)}1${']}'.repeat(deep)}`,
    `[${'[1],'.repeat(200_000)}[]]`,
    '['.repeat(300_000) + ']',
    { message: 'a stamp that is none', timestamp: '\u202e<b>never</b> '.repeat(50_000) },
    { message: 'a stamp with a million digits', timestamp: `2026-11-03T09:41:07.${'9'.repeat(1_000_000)}Z` },
    {
      message: 'labels without end',
      labels: {
        step_name: 's'.repeat(1_000_000),
        ...Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`label ${at}`, 'x'.repeat(100)])),
        timestamp: 'a second one',
        id: '\u202eid',
      },
      metadata: { a: 1 },
    },
    {
      message: 'metadata, ten thousand deep',
      metadata: JSON.parse(`${'{"a":['.repeat(deep)}1${']}'.repeat(deep)}`) as Record<string, unknown>,
    },
    {
      message: 'metadata, two hundred thousand wide',
      metadata: Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`name ${at}`, { at }])),
    },
  ]);
}
