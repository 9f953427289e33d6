import type { Random } from '../lib/random.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

const tables = ['customers', 'invoices', 'payments', 'shipments', 'returns', 'ledger'];

/** A finished nightly import: thousands of lines to page back through and to search. */
export const history: Scenario = {
  name: 'history',
  title: 'Nightly import',
  summary: 'A finished run with thousands of lines: paging back, searching, downloading.',
  rate: 20,
  past: 5000,
  tell,
};

function* tell(random: Random): Generator<Step> {
  for (let part = 1; ; part++) {
    const table = random.pick(tables);
    const rows = random.int(2_000, 90_000);
    const where = { step: table, task: table } as const;
    yield say({ ...where, message: `part ${part}: importing ${rows} rows into ${table}` });
    for (let done = 0; done < rows; done += Math.ceil(rows / 12)) {
      yield say({ ...where, message: `${table}: ${done} of ${rows} rows`, level: 'debug' });
      if (random.chance(0.04)) {
        yield say({
          ...where,
          message: `${table}: row ${done + random.int(1, 900)} has no country, taking the customer's`,
          level: 'warn',
          metadata: { table, column: 'country' },
        });
      }
      if (random.chance(0.008)) {
        yield say({
          ...where,
          message: `${table}: duplicate key ${random.hex(12)}, row skipped`,
          level: 'error',
          stream: 'stderr',
          metadata: { table, constraint: `${table}_pkey` },
        });
      }
    }
    yield say({ ...where, message: `part ${part}: ${rows} rows in ${random.int(3, 40)}s`, type: 'success' });
  }
}
