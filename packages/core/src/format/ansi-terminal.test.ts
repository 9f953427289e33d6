/**
 * Compares `parseAnsi` with a terminal: it must show what xterm.js shows for the same text, in the same style.
 *
 * Deliberate differences, because a log is read and not played:
 * - A tab stays a tab, so that it can be copied, and has the style of the text around it. Here tabs are expanded before
 *   the two are compared.
 * - Control characters that a terminal ignores (NUL, DEL, …) stay in the text. Here they are left out.
 * - So do VT and FF, which would move down a line, and 8-bit codes that do not introduce a sequence.
 * - Movement up, down and to a row, scroll regions, the alternate screen, and erasing the screen or above the cursor have
 *   no effect: they belong to full-screen programs, and would remove lines of the log.
 * - Only links to `http:`, `https:` and `mailto:` are kept.
 * - Of an unterminated or malformed sequence only the introducer is removed; a terminal would swallow the text
 *   after it.
 * - Background that is painted to the right edge of the screen is not drawn, because there is no edge.
 * - Line drawing by character sets, and repetition (`CSI b`), have no effect.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnsi } from './ansi.js';
import { createReferenceTerminal, type Shown } from './testing/terminal.js';

const ESC = '\u001b';
const terminal = createReferenceTerminal();
const PASSED_OVER = /[\u0000-\u0006\u000b\u000c\u0010-\u001a\u001c-\u001f\u007f-\u009f]/;

/** Our spans in the terminal's terms: one entry per character with its marks, tabs expanded. */
function ours(text: string): readonly Column[] {
  const shown: Column[] = [];
  let column = 0;
  for (const { text: run, ...look } of parseAnsi(text).spans)
    for (const character of run) {
      const width = terminal.width(character);
      if (character === '\n') {
        trimTabs(shown);
        column = 0;
        shown.push({ text: '\n', style: {} });
      } else if (character === '\t') {
        const to = column + 8 - (column % 8);
        for (; column < to; column++) shown.push({ text: ' ', style: {}, tab: true });
      } else if (PASSED_OVER.test(character)) continue;
      else if (width === 0 && shown.length > 0) {
        const last = shown.pop() as Shown;
        shown.push({ ...last, text: last.text + character });
      } else {
        column += width;
        shown.push({ text: character, ...look });
      }
    }
  trimTabs(shown);
  return shown;
}

/** A character, or a column of a tab. */
type Column = Shown & { readonly tab?: true };

/** Compares the two. Ignores the style of tabs: ours have that of the text around them, a terminal's that of the cells below. */
async function expectSame(text: string): Promise<void> {
  const here = ours(text);
  const there = await theirs(text);
  expect(here).toEqual(
    there.map((each, at) => (here[at]?.tab ? { text: each.text, style: {}, tab: true } : each)),
  );
}

/** Removes tabs at the end of a line: nothing was written there. */
function trimTabs(shown: { readonly tab?: true }[]): void {
  while (shown.at(-1)?.tab) shown.pop();
}

/** What the terminal shows, with only the links that we keep. */
async function theirs(text: string): Promise<readonly Shown[]> {
  const shown = await terminal.show(text);
  return shown.map(({ href, ...rest }) =>
    href !== undefined && /^(?:https?:\/\/|mailto:)/.test(href) ? { ...rest, href } : rest,
  );
}

/** The output of real programs. */
const CORPUS: Readonly<Record<string, string>> = {
  'npm install': `${ESC}[1G${ESC}[0K⠙${ESC}[1G${ESC}[0K⠹${ESC}[1G${ESC}[0Kadded 214 packages in 3s`,
  'npm warnings': `${ESC}[94mnpm${ESC}[39m ${ESC}[33mwarn${ESC}[39m ${ESC}[94mdeprecated${ESC}[39m inflight@1.0.6: leaks memory`,
  'npm gauge': `(${ESC}[107;97m##########${ESC}[0m${ESC}[100;90m........${ESC}[0m) ${ESC}[7midealTree${ESC}[27m\r${ESC}[K`,
  cargo: `${ESC}[1m${ESC}[32m   Compiling${ESC}[0m serde v1.0.219\r\n${ESC}[1m${ESC}[36m    Building${ESC}[0m [=====>      ] 12/40: syn\r${ESC}[K${ESC}[1m${ESC}[32m    Finished${ESC}[0m \`dev\` profile`,
  'rustc error': `${ESC}[0m${ESC}[1m${ESC}[38;5;9merror[E0308]${ESC}[0m${ESC}[0m${ESC}[1m: mismatched types${ESC}[0m\n${ESC}[0m ${ESC}[0m${ESC}[0m${ESC}[1m${ESC}[38;5;12m--> ${ESC}[0m${ESC}[0msrc/main.rs:4:18${ESC}[0m`,
  'docker pull': `a3ed95caeb02: Pulling fs layer \r${ESC}[2Ka3ed95caeb02: Downloading [==>      ]  1.2MB/24MB\r${ESC}[2Ka3ed95caeb02: Pull complete \r`,
  buildkit: `${ESC}[?25l${ESC}[34m => [2/5] RUN npm ci${ESC}[0m${ESC}[0m\r${ESC}[K${ESC}[?25h => CACHED [2/5]`,
  pytest: `${ESC}[1m============ test session starts ============${ESC}[0m\ncollected 3 items\n\ntest_a.py ${ESC}[32m.${ESC}[0m${ESC}[31mF${ESC}[0m${ESC}[33ms${ESC}[0m${ESC}[31m  [100%]${ESC}[0m`,
  pip: `${ESC}[?25l     ${ESC}[38;5;237m━━━━━━━━${ESC}[0m ${ESC}[32m0.0/1.2 MB${ESC}[0m ${ESC}[31m?${ESC}[0m eta ${ESC}[36m-:--:--${ESC}[0m\r${ESC}[2K     ${ESC}[38;2;114;156;31m━━━━━━━━${ESC}[0m ${ESC}[32m1.2/1.2 MB${ESC}[0m\r\n${ESC}[?25h`,
  tqdm: '\r  0%|          | 0/50 [00:00<?, ?it/s]\r 50%|#####     | 25/50 [00:01<00:01, 24.9it/s]\r100%|##########| 50/50 [00:02<00:00, 25.0it/s]',
  'curl progress': '  % Total\r\n  0     0\r 42  512k\r100 1220k\r\n',
  'bash spinner': '|\b/\b-\b\\\bdone',
  'python spinner': `⠋ working${ESC}[2K${ESC}[1G⠙ working${ESC}[2K${ESC}[1G✔ done`,
  'gcc diagnostics': `${ESC}[01m${ESC}[Kmain.c:3:5:${ESC}[m${ESC}[K ${ESC}[01;35m${ESC}[Kwarning: ${ESC}[m${ESC}[Kunused [${ESC}[01;35m${ESC}[K-Wunused${ESC}[m${ESC}[K]`,
  'gcc link': `${ESC}]8;;https://gcc.gnu.org/onlinedocs/W.html#index-Wunused${ESC}\\-Wunused${ESC}]8;;${ESC}\\]`,
  'grep --color': `${ESC}[35m${ESC}[Ksrc/a.ts${ESC}[m${ESC}[K${ESC}[36m${ESC}[K:${ESC}[m${ESC}[K${ESC}[01;31m${ESC}[Kmatch${ESC}[m${ESC}[K rest`,
  'ls --color': `${ESC}[0m${ESC}[01;34mbin${ESC}[0m  ${ESC}[30;42mtmp${ESC}[0m  ${ESC}[40;33;01mtty${ESC}[0m`,
  'ls --hyperlink': `${ESC}]8;;file://host/a${ESC}\\a${ESC}]8;;${ESC}\\  ${ESC}]8;;https://example.com/b${ESC}\\b${ESC}]8;;${ESC}\\`,
  'init script': `Starting sshd:${ESC}[60G[${ESC}[0;32m  OK  ${ESC}[0;39m]`,
  'tput sgr0': `${ESC}[1mbold${ESC}(B${ESC}[m and ${ESC}[31mred${ESC}[m\u000f plain`,
  'apt progress': `${ESC}7${ESC}[0;24r${ESC}8${ESC}[1ASetting up libc6\r\n`,
  'kept and restored': `step ${ESC}7 10%${ESC}8 50%${ESC}8${ESC}[32m100%`,
  conpty: `PS> ${ESC}[93mdotnet${ESC}[m build${ESC}[20X${ESC}[20C|${ESC}[?25h${ESC}[K`,
  'conpty ground': `${ESC}[44m head ${ESC}[10X${ESC}[10Ctail${ESC}[m`,
  'shell editing': `$ git comit${ESC}[3D${ESC}[1@m${ESC}[3C -m x\b\b\b\b\b\b${ESC}[1P`,
  tabs: 'name\tsize\tage\r\nweb\t1\t2\n\tin',
  'tabs written over': 'one\ttwo\tthree\rthe beginning\ta\rNEW\tx',
  tsc: `${ESC}[96msrc/a.ts${ESC}[0m:${ESC}[93m1${ESC}[0m:${ESC}[93m7${ESC}[0m - ${ESC}[91merror${ESC}[0m${ESC}[90m TS2322: ${ESC}[0mType\n\n${ESC}[7m1${ESC}[0m const`,
  '256 and RGB, both ways': `${ESC}[38;5;208ma${ESC}[38:5:208mb${ESC}[48;2;1;2;3mc${ESC}[48:2::1:2:3md${ESC}[38:2::200:100:50;1me${ESC}[39;49mf`,
  'sixteen, bright and not': Array.from(
    { length: 8 },
    (_, i) => `${ESC}[3${i};10${7 - i}m${i}${ESC}[9${i};4${7 - i}m${i}`,
  ).join(''),
  underlines: `${ESC}[4:1ma${ESC}[4:2mb${ESC}[4:3mc${ESC}[4:4md${ESC}[4:5me${ESC}[4:0mf${ESC}[21mg${ESC}[24mh${ESC}[4;58;5;1mi${ESC}[58:2::1:2:3mj${ESC}[59mk`,
  attributes: `${ESC}[1ma${ESC}[2mb${ESC}[22mc${ESC}[3md${ESC}[23me${ESC}[7mf${ESC}[27mg${ESC}[8mh${ESC}[28mi${ESC}[9mj${ESC}[29mk${ESC}[5ml${ESC}[25mm${ESC}[53mn${ESC}[55mo`,
  'empty parameters': `${ESC}[31;ma${ESC}[;1mb${ESC}[mc${ESC}[1;;4md`,
  'private sequences': `${ESC}[>4;2ma${ESC}[?2004hb${ESC}[>1Cc${ESC}[=1;1ud${ESC}[<ue${ESC}[1 qf${ESC}[?Kg`,
  'titles and marks of shells': `${ESC}]0;user@host: ~${BELL()}$ ls${ESC}]133;C${ESC}\\${ESC}]1337;CurrentDir=/tmp${BELL()}out${ESC}P+q544e${ESC}\\!${ESC}_kitty${ESC}\\?`,
  'eight-bit codes': 'a\u009b31mred\u009bm\u009d8;;https://example.com/\u009clink\u009d8;;\u009c.',
  'links with parameters': `${ESC}]8;id=a1:x=2;https://example.com/?a=1;b=2${ESC}\\one${ESC}[1mtwo${ESC}[0m${ESC}]8;;${BELL()}three`,
  combining: `e\u0301a\u0308o\u0302 Zalg\u0315\u0321\u0335o\rE\u0301`,
  'wide and emoji': `漢字かな${ESC}[31m交じり${ESC}[0m 😀🚀 ok`,
  'wide, written over': '漢字かな\rab漢',
  'half of a wide one': `漢字かな\r${ESC}[1Cx${ESC}[5G${ESC}[1Py${ESC}[K`,
  'emoji sequences': '👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f 🏳\ufe0f\u200d🌈 end\rX',
  'right-to-left': `${ESC}[32mשלום${ESC}[0m مرحبا: \u200ftest`,
  'erased to the left': `${ESC}[41mabcdef${ESC}[1K${ESC}[0mgh`,
  'erased with a ground': `abc${ESC}[42m${ESC}[K${ESC}[4Cx${ESC}[49m${ESC}[2Dy`,
  'nothing but sequences': `${ESC}[31m${ESC}[0m${ESC}[K\r`,
  'line feeds with a look': `${ESC}[31mone\ntwo${ESC}[0m\nthree`,
  'what a terminal passes over': 'a\u0000b\u007fc\rX\u0000\u0001Y',
  'a terminal reset': `${ESC}[31m${ESC}[c${ESC}[0mplain`,
};

/** BEL, the short terminator of a command. */
function BELL(): string {
  return '\u0007';
}

describe('terminal text looks as in a terminal', () => {
  it.each(Object.entries(CORPUS))('%s', async (_name, text) => {
    await expectSame(text);
  });

  const number = fc.nat(12);
  const byte = fc.nat(255);
  const color = fc.oneof(
    byte.map((n) => `5;${n}`),
    fc.tuple(byte, byte, byte).map(([r, g, b]) => `2;${r};${g};${b}`),
  );
  const extended = fc
    .tuple(fc.constantFrom('38', '48', '58'), color, fc.boolean())
    .map(([code, values, colons]) =>
      colons ? `${code}:${values.replaceAll(';', ':').replace(/^2:/, '2::')}` : `${code};${values}`,
    );
  const parameter = fc.oneof(
    fc.constantFrom(
      '',
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '7',
      '8',
      '9',
      '21',
      '22',
      '23',
      '24',
      '25',
      '27',
      '28',
      '29',
    ),
    fc.constantFrom('39', '49', '53', '55', '59', '4:0', '4:1', '4:3', '4:5', '10', '11', '99', '1000'),
    fc.integer({ min: 30, max: 37 }).map(String),
    fc.integer({ min: 40, max: 47 }).map(String),
    fc.integer({ min: 90, max: 97 }).map(String),
    fc.integer({ min: 100, max: 107 }).map(String),
    extended,
  );
  const csi = fc.constantFrom(`${ESC}[`, '\u009b');
  const sgr = fc
    .tuple(csi, fc.array(parameter, { maxLength: 5 }))
    .map(([start, parameters]) => `${start}${parameters.join(';')}m`);
  const move = fc
    .tuple(
      csi,
      fc.oneof(fc.constant(''), number.map(String)),
      fc.constantFrom('C', 'D', 'G', 'a', '`', 'X', 'P'),
    )
    .map((parts) => parts.join(''));
  const erase = fc
    .tuple(csi, fc.constantFrom('', '0', '1', '2', '?', '?1'), fc.constant('K'))
    .map((parts) => parts.join(''));
  const eraseBelow = fc.tuple(csi, fc.constantFrom('J', '0J', '?J')).map((parts) => parts.join(''));
  const link = fc
    .tuple(
      fc.constantFrom(`${ESC}]8;`, '\u009d8;'),
      fc.constantFrom('', 'id=1', 'a=b:c=d'),
      fc.constantFrom(
        '',
        'https://example.com/a;b',
        'http://x',
        'javascript:alert(1)',
        'mailto:a@example.com',
        'file:///etc',
      ),
      fc.constantFrom('\u0007', `${ESC}\\`, '\u009c'),
    )
    // xterm.js does not end a link if there are parameters before an empty URL.
    .map(
      ([start, parameters, address, end]) => `${start}${address === '' ? '' : parameters};${address}${end}`,
    );
  const ignored = fc.constantFrom(
    `${ESC}[?25l`,
    `${ESC}[?2004h`,
    `${ESC}(B`,
    `${ESC}=`,
    `${ESC}[>4;1m`,
    `${ESC}]0;title\u0007`,
    `${ESC}]2;title${ESC}\\`,
    `${ESC}P$q"p${ESC}\\`,
    `${ESC}_apc${ESC}\\`,
    `${ESC}^pm${ESC}\\`,
    `${ESC}[1 q`,
    '\u0007',
    '\u000f',
  );
  const letters = fc.string({
    unit: fc.constantFrom(...'abcXYZ019 -_.#[]();m:é'),
    minLength: 1,
    maxLength: 6,
  });
  const others = fc.string({
    unit: fc.constantFrom(
      '漢',
      '字',
      '😀',
      'ע',
      'م',
      'e\u0301',
      'a\u0308\u0323',
      'ｶ',
      '한',
      '👍🏽',
      '❤\ufe0f',
      '\t',
    ),
    minLength: 1,
    maxLength: 4,
  });
  const ground = fc.constantFrom('\r', '\b', '\r\n');
  // After a control sequence xterm.js forgets which character a mark belongs to, so texts begin with a character.
  const piece = fc.oneof(
    { arbitrary: letters, weight: 5 },
    { arbitrary: others, weight: 2 },
    { arbitrary: sgr, weight: 4 },
    { arbitrary: move, weight: 3 },
    { arbitrary: erase, weight: 2 },
    { arbitrary: eraseBelow, weight: 1 },
    { arbitrary: link, weight: 1 },
    { arbitrary: ignored, weight: 1 },
    { arbitrary: ground, weight: 3 },
  );
  const kept = fc.constantFrom(`${ESC}7`, `${ESC}[s`, `${ESC}8`, `${ESC}[u`);

  it('for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 24 }), async (pieces) => {
        const text = pieces.join('');
        await expectSame(text);
      }),
      { numRuns: 2_500 },
    );
  }, 120_000);

  it('for any line in which the cursor is saved and restored', async () => {
    // Without links, because xterm.js restores them only in part.
    const line = piece.filter(
      (text) => !text.includes('\n') && !text.includes(']8;') && !text.includes('\u009d'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ arbitrary: line, weight: 4 }, { arbitrary: kept, weight: 1 }), { maxLength: 16 }),
        async (pieces) => {
          // Without a saved position, a terminal returns to its first cell and the default style; we ignore it.
          const text = `${ESC}7${pieces.join('')}`;
          await expectSame(text);
        },
      ),
      { numRuns: 1_000 },
    );
  }, 120_000);
});
