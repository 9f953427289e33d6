import type { Bench, BenchContext } from '../bench.ts';
import type { Row, Sample } from './results.ts';
import { toRows } from './results.ts';

/** Reports progress to a waiting person. */
export type Say = (text: string) => void;

/**
 * Runs a bench in rounds. Each round runs every subject once, and starts with a different one. A subject that fails has no value in
 * that round; the others continue.
 */
export async function runInterleaved(
  bench: Bench,
  subjects: readonly string[],
  rounds: number,
  context: BenchContext,
  say: Say,
): Promise<Row[]> {
  const taken: Map<string, readonly Sample[]>[] = [];
  for (let round = 0; round < (bench.exact ? 1 : rounds); round++) {
    const samples = new Map<string, readonly Sample[]>();
    for (let turn = 0; turn < subjects.length; turn++) {
      const subject = subjects[(turn + round) % subjects.length] as string;
      const start = performance.now();
      try {
        samples.set(subject, await bench.run(subject, context));
      } catch (thrown) {
        const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
        say(`${bench.name}, ${subject}: failed: ${why}`);
        // Every metric gets an empty value, so that the table shows the attempt.
        samples.set(
          subject,
          bench.metrics.map(({ name }) => ({ metric: name, value: undefined })),
        );
      }
      say(
        `${bench.name}, round ${round + 1}, ${subject}: ${((performance.now() - start) / 1000).toFixed(1)} s`,
      );
    }
    taken.push(samples);
  }
  return toRows(bench.name, bench.metrics, subjects, bench.reference, taken);
}
