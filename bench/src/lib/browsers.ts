/** Runs pages in Chromium, with and without a debugger. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';
import type { BenchPage } from '../../pages/view.ts';
import { forcedShare, TRACE_CATEGORIES, type TraceEvent } from './forced-layout.ts';
import { createProfiler } from './profiler.ts';
import { startServer, type BenchServer } from './server.ts';

/** CPU seconds of a page's main thread. `script` excludes the layout that it forces. */
export interface Work {
  readonly script: number;
  /** Style and layout. */
  readonly layout: number;
  /** Everything: script, style, layout, paint, garbage collection. */
  readonly all: number;
}

/** A page of the view benches. */
export interface ViewPage {
  readonly page: Page;
  /** Calls a function of the page's `bench`. */
  call<K extends keyof BenchPage>(
    name: K,
    ...args: BenchPage[K] extends (...args: infer A) => unknown ? A : []
  ): Promise<BenchPage[K] extends (...args: never) => infer R ? Awaited<R> : never>;
  /** The work of the page's main thread so far. */
  work(): Promise<Work>;
  /** The share (0 to 1) of style and layout that script waited for during `action`. Tracing slows the page, so measure nothing else meanwhile. */
  forcedLayout(action: () => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

/** The running browser and the server of the pages. */
export interface Browsers {
  readonly url: string;
  readonly version: string;
  openView(): Promise<ViewPage>;
  /** Opens a page without a debugger, and resolves to what it posts. */
  runDetached(query: Readonly<Record<string, string | number>>, timeout: number): Promise<unknown>;
  close(): Promise<void>;
}

/** A heap limit as on a large machine, and no throttling of pages in the background. */
const FLAGS = [
  '--js-flags=--max-old-space-size=4096',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

/** Calls that only prepare, and are not profiled. */
const PREPARES: readonly (keyof BenchPage)[] = ['load', 'fill'];

async function openView(browser: Browser, url: string, profiled: boolean): Promise<ViewPage> {
  const context = await browser.newContext({ viewport: { width: 1240, height: 700 } });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in window);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const profiler = profiled ? createProfiler(devtools) : undefined;
  return {
    page,
    call: (async (name: keyof BenchPage, ...args: unknown[]) => {
      if (!PREPARES.includes(name)) await profiler?.begin();
      return page.evaluate(
        ([called, given]) => (window.bench[called] as (...all: unknown[]) => unknown)(...given),
        [name, args] as const,
      );
    }) as ViewPage['call'],
    async work() {
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0;
      const layout = of('LayoutDuration') + of('RecalcStyleDuration');
      return { script: of('ScriptDuration'), layout, all: of('TaskDuration') };
    },
    async forcedLayout(action) {
      await browser.startTracing(page, { categories: [...TRACE_CATEGORIES] });
      await action();
      const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
      return forcedShare(trace.traceEvents);
    },
    async close() {
      const hot = await profiler?.end();
      if (hot) process.stdout.write(`${hot}\n`);
      await context.close();
    },
  };
}

/** Starts the browser and the server of the pages in `folder`. `profiled`: each page prints a profile. */
export async function startBrowsers(folder: string, profiled = false): Promise<Browsers> {
  const server: BenchServer = await startServer(folder);
  const options = chromiumLaunchOptions();
  const browser = await chromium.launch({
    ...options,
    args: [...options.args, ...FLAGS],
    // Playwright's own handler would close the browser while the benches continue.
    handleSIGTERM: false,
  });
  let runs = 0;
  return {
    url: server.url,
    version: browser.version(),
    openView: () => openView(browser, `${server.url}/index.html`, profiled),
    async runDetached(query, timeout) {
      const run = String(++runs);
      const result = server.result(run, timeout);
      // Playwright attaches nothing to a target that it did not create.
      const session = await browser.newBrowserCDPSession();
      const { targetId } = await session.send('Target.createTarget', {
        url: `${server.url}/transport.html?${new URLSearchParams({ ...mapToText(query), run }).toString()}`,
      });
      try {
        const answer = await result;
        if (typeof answer === 'object' && answer !== null && 'error' in answer)
          throw new Error(String(answer.error));
        return answer;
      } finally {
        await session.send('Target.closeTarget', { targetId });
        await session.detach();
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function mapToText(query: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}
