/** Profiles a page by function. */
import type { CDPSession } from 'playwright-core';

/** Microseconds between two samples. */
const INTERVAL = 200;
const SHOWN = 40;

export interface Profiler {
  /** Starts, unless it has started. */
  begin(): Promise<void>;
  /** Stops. Resolves to the functions that took longest, as text; undefined if it never started. */
  end(): Promise<string | undefined>;
}

export function createProfiler(devtools: CDPSession): Profiler {
  let running = false;
  return {
    async begin() {
      if (running) return;
      running = true;
      await devtools.send('Profiler.enable');
      await devtools.send('Profiler.setSamplingInterval', { interval: INTERVAL });
      await devtools.send('Profiler.start');
    },
    async end() {
      if (!running) return undefined;
      const { profile } = await devtools.send('Profiler.stop');
      const names = new Map(
        profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
          id,
          `${functionName === '' ? '(anonymous)' : functionName} ${url.split('/').at(-1) ?? ''}:${lineNumber + 1}`,
        ]),
      );
      const own = new Map<string, number>();
      let busy = 0;
      profile.samples?.forEach((id, at) => {
        const name = names.get(id) ?? '';
        if (name.startsWith('(idle)')) return;
        const took = profile.timeDeltas?.[at] ?? 0;
        busy += took;
        own.set(name, (own.get(name) ?? 0) + took);
      });
      const hot = [...own].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
      return [
        `  busy for ${Math.round(busy / 1000)} ms`,
        ...hot.map(
          ([name, took]) =>
            `  ${((took / busy) * 100).toFixed(1).padStart(5)} %  ${(took / 1000).toFixed(1).padStart(8)} ms  ${name}`,
        ),
      ].join('\n');
    },
  };
}
