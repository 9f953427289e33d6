/** Lines for stories and tests: the same ones each time. */
import type { LogLevel, LogLine } from '@tailrace/core';

/** A small generator with a seed, so that every picture of a story is the same picture. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 4_294_967_296;
  };
}

const START = Date.UTC(2026, 10, 3, 9, 41, 7);
const stamp = (index: number, step = 137): string => new Date(START + index * step).toISOString();

const SERVER: readonly (readonly [LogLevel, (pick: number) => string])[] = [
  ['info', (pick) => `GET /api/v1/jobs/${4000 + (pick % 97)} 200 in ${3 + (pick % 41)} ms`],
  [
    'info',
    (pick) =>
      `GET /api/v1/logs/job-runs/${1000 + (pick % 300)}?limit=100&offset=${(pick % 9) * 100} 200 in ${8 + (pick % 60)} ms`,
  ],
  ['debug', (pick) => `cache hit for run:${1000 + (pick % 300)} (age ${pick % 30} s)`],
  [
    'info',
    (pick) =>
      `worker-${pick % 4} took task ${(pick * 2654435761).toString(16).slice(0, 8)} from queue "default"`,
  ],
  ['debug', (pick) => `pool: ${pick % 20} idle, ${pick % 7} busy, ${pick % 3} waiting`],
  ['info', (pick) => `POST /api/v1/jobs 201 in ${20 + (pick % 90)} ms`],
  [
    'warn',
    (pick) =>
      `slow query (${400 + (pick % 900)} ms): SELECT * FROM logs WHERE job_run_id = $1 ORDER BY timestamp LIMIT 1000`,
  ],
  [
    'error',
    (pick) =>
      `task ${(pick * 40503).toString(16).slice(0, 6)} failed: connect ETIMEDOUT 10.0.3.${pick % 255}:5432`,
  ],
];
const WEIGHTS = [30, 46, 62, 76, 86, 93, 98, 100] as const;

/** What a busy server writes. */
export function serverLines(count: number, from = 0): LogLine[] {
  const random = seeded(7 + from);
  return Array.from({ length: count }, (_, at) => {
    const index = from + at;
    const roll = random() * 100;
    const kind = WEIGHTS.findIndex((weight) => roll < weight);
    const [level, message] = SERVER[kind === -1 ? 0 : kind] as (typeof SERVER)[number];
    return { message: message(Math.floor(random() * 100_000)), level, timestamp: stamp(index) };
  });
}

/** A task of a coding agent, with thinking, coding and progress. */
export function agentRun(): LogLine[] {
  const steps: readonly (readonly [string, string, string, number, Record<string, unknown>?])[] = [
    ['task_creation', 'info', 'Task accepted: add pagination to the orders list', 5],
    [
      'ai_summary',
      'thinking',
      'Reading the project: 214 files, TypeScript, React 19, a REST client in src/api',
      8,
    ],
    [
      'ai_summary',
      'thinking',
      'The list is rendered in OrdersTable.tsx; the endpoint takes ?page and ?size already',
      14,
    ],
    [
      'planning',
      'info',
      'Plan: 1) extend the client, 2) a usePagination hook, 3) the controls, 4) tests',
      20,
      { steps: 4, estimate_minutes: 6, files: ['src/api/orders.ts', 'src/hooks/usePagination.ts'] },
    ],
    [
      'implementation',
      'coding',
      'src/api/orders.ts: listOrders({ page, size }) returns { items, total }',
      32,
    ],
    [
      'implementation',
      'coding',
      'src/hooks/usePagination.ts: page and size in the URL, clamped to total',
      45,
      { additions: 61, deletions: 0, sha: '9f3c1ab' },
    ],
    [
      'implementation',
      'coding',
      'src/components/OrdersTable.tsx: previous and next, "Page 2 of 9", rows a page',
      58,
    ],
    ['tests', 'info', 'npm test -- orders', 66],
    [
      'tests',
      'error',
      'FAIL src/hooks/usePagination.test.ts: expected page 1 after the size changes, got 4',
      68,
      { expected: 1, actual: 4, file: 'usePagination.test.ts', line: 41 },
    ],
    [
      'tests',
      'thinking',
      'The size changes the last page: going back to the first is what people expect',
      72,
    ],
    ['implementation', 'coding', 'src/hooks/usePagination.ts: setSize() goes back to page 1', 80],
    ['tests', 'success', '42 passed, 0 failed in 3.1 s', 92],
    [
      'finish',
      'success',
      'Branch feature/orders-pagination pushed, pull request #318 opened: https://git.example.com/shop/pull/318',
      100,
      { pull_request: 318, branch: 'feature/orders-pagination' },
    ],
  ];
  return steps.map(([step_name, log_type, message, progress, metadata], index) => ({
    message,
    level: log_type === 'error' ? 'error' : 'info',
    timestamp: stamp(index, 4_210),
    labels: { step_name, log_type },
    progress,
    ...(metadata ? { metadata } : {}),
  }));
}

const ESC = '\u001b[';

/** A build with the colours of a terminal: the sixteen, the 256, RGB, styles and a link. */
export function ansiBuild(): LogLine[] {
  const ramp = (from: number, to: number, paint: (index: number) => string): string =>
    Array.from({ length: to - from }, (_, at) => paint(from + at)).join('');
  const messages = [
    `${ESC}1m$ npm run build${ESC}0m`,
    `${ESC}2m> shop@4.2.0 build${ESC}0m`,
    `${ESC}36mvite v8.3.8${ESC}0m ${ESC}32mbuilding for production...${ESC}0m`,
    `transforming ${ESC}35m(214)${ESC}0m src/${ESC}1mcomponents/OrdersTable.tsx${ESC}0m\rtransforming ${ESC}35m(731)${ESC}0m done                                   `,
    `${ESC}32m✓${ESC}39m 731 modules transformed.`,
    `${ESC}2mdist/${ESC}22m${ESC}36massets/index-Bq2f9s.js   ${ESC}39m${ESC}2m148.20 kB${ESC}22m │ gzip: ${ESC}1m47.91 kB${ESC}22m`,
    `${ESC}33m▲ [WARNING]${ESC}0m "default" was imported from ${ESC}4msrc/legacy.js${ESC}24m but is never used`,
    `${ESC}31m${ESC}1merror${ESC}22m TS2322:${ESC}39m Type ${ESC}91m'string'${ESC}39m is not assignable to type ${ESC}92m'number'${ESC}39m.`,
    `  ${ESC}7m 41 ${ESC}27m   const page: number = params.get('page');`,
    `  ${ESC}7m    ${ESC}27m ${ESC}31m        ~~~~${ESC}39m`,
    ramp(0, 8, (i) => `${ESC}3${i}mcolour ${i}${ESC}0m `) +
      ramp(0, 8, (i) => `${ESC}9${i}m${i + 8}${ESC}0m `),
    ramp(0, 8, (i) => `${ESC}4${i}m  ${i}  ${ESC}0m`) +
      ramp(0, 8, (i) => `${ESC}10${i}m ${String(i + 8).padStart(2)}  ${ESC}0m`),
    ramp(16, 88, (i) => `${ESC}38;5;${i}m■${ESC}0m`),
    ramp(88, 160, (i) => `${ESC}38;5;${i}m■${ESC}0m`),
    ramp(160, 256, (i) => `${ESC}38;5;${i}m■${ESC}0m`),
    ramp(0, 72, (i) => `${ESC}38;2;${255 - i * 3};${i * 3};${128 + (i % 36) * 3}m█${ESC}0m`),
    `${ESC}1mbold${ESC}0m ${ESC}2mdim${ESC}0m ${ESC}3mitalic${ESC}0m ${ESC}4munderline${ESC}0m ${ESC}9mstruck${ESC}0m ${ESC}7minverse${ESC}0m ${ESC}1;3;4;31mall of it${ESC}0m`,
    `report: ${ESC}4m\u001b]8;;https://ci.example.com/runs/318\u001b\\open the run\u001b]8;;\u001b\\${ESC}24m or see https://ci.example.com/runs/318/report.html.`,
    `${ESC}33mthis colour runs on`,
    `to this line, and ends here${ESC}0m, not later`,
    'plain again',
  ];
  return messages.map((message, index) => ({ message, level: 'info', timestamp: stamp(index, 83) }));
}

/** Right-to-left and mixed scripts, as they are written in real logs. */
export function manyScripts(): LogLine[] {
  const messages = [
    'מערכת ההזמנות עלתה, גרסה 4.2.0 (build 318)',
    'تم تسجيل الدخول: user=amal@example.com من العنوان 10.0.3.17:5432',
    'تعذر فتح الملف ⁦/var/log/orders/2026-11-03.log⁩: الوصول مرفوض',
    `${ESC}32m✓${ESC}0m ${ESC}1mהבדיקות עברו${ESC}0m: 42 מתוך 42`,
    'می‌خواهم سفارش شماره ۴۱۲ را ببینم',
    '注文 412 を受け付けました（合計 3,980 円）',
    '주문 412번이 접수되었습니다',
    'Заказ 412 принят, сумма 3 980 ₽',
    'คำสั่งซื้อ 412 สำเร็จ',
    'क्षत्रिय नमस्ते दुनिया',
    'deploy 🚀 by 👩🏽‍💻 for 👨‍👩‍👧‍👦 in 🇯🇵 finished ✅',
    'name\tsize\tage',
    'web\t1.2 MB\t3 d',
    'worker-long-name\t740 kB\t12 h',
  ];
  return messages.map((message, index) => ({ message, level: 'info', timestamp: stamp(index, 83) }));
}

/** What programs write that log in JSON, and a stack trace in one message. */
export function jsonAndTraces(): LogLine[] {
  return [
    {
      message:
        '{"level":"info","time":"2026-11-03T09:41:07.123Z","msg":"request","req":{"method":"GET","path":"/api/v1/orders","headers":{"accept":"application/json","x-request-id":"9f3c1ab2"}},"ms":12.4,"ok":true,"user":null,"id":12345678901234567890}',
      level: 'info',
      timestamp: stamp(0),
    },
    {
      message:
        '2026-11-03T09:41:07.260Z WARN slow query {"sql":"SELECT * FROM orders","ms":940,"rows":[3980,12,7]}',
      level: 'warn',
      timestamp: stamp(1),
    },
    {
      message:
        "TypeError: Cannot read properties of undefined (reading 'total')\n    at OrdersTable (src/components/OrdersTable.tsx:41:17)\n    at renderWithHooks (react-dom/client.js:1502:18)\n    at async run (src/main.ts:12:3)\nCaused by: Error: the list is empty\n    at listOrders (src/api/orders.ts:88:11)",
      level: 'error',
      timestamp: stamp(2),
    },
    {
      message: 'order stored',
      level: 'info',
      timestamp: stamp(3),
      labels: { service: 'orders', step_name: 'store' },
      metadata: {
        order: { id: 412, items: [{ sku: 'A-1', count: 2 }], note: 'x'.repeat(2_000) },
        retries: 0,
      },
    },
    { message: 'listening on [::]:8080 [ok]', level: 'info', timestamp: stamp(4) },
  ];
}
