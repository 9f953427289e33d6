export interface Edit {
  readonly file: string;
  readonly why: string;
  readonly code: readonly string[];
}

/** A task that the agent of the scenario works on. */
export interface Assignment {
  readonly title: string;
  readonly repository: string;
  readonly branch: string;
  readonly reads: readonly string[];
  readonly thoughts: readonly string[];
  readonly edits: readonly Edit[];
  readonly failure: {
    readonly test: string;
    readonly output: readonly string[];
    readonly insight: string;
    readonly file: string;
  };
}

export const assignments: readonly Assignment[] = [
  {
    title: 'Limit requests per API key',
    repository: 'fieldnotes/api',
    branch: 'agent/rate-limit',
    reads: ['src/http/router.ts', 'src/http/middleware.ts', 'src/keys/api-key.ts'],
    thoughts: [
      'Two workers serve the API, so a counter in one process would let twice the limit through.',
      'A token bucket in Redis is enough: one script, one round trip, no lock.',
      'Keys without a plan must keep working; they get the limit of the free plan.',
    ],
    edits: [
      {
        file: 'src/limits/token-bucket.ts',
        why: 'The bucket refills by elapsed time, so it needs no timer and survives a restart.',
        code: [
          'export async function take(key: string, cost = 1): Promise<Verdict> {',
          '  const [left, wait] = await redis.eval(script, [bucket(key)], [cost, now()]);',
          '  return left >= 0 ? { allowed: true, left } : { allowed: false, retryAfter: wait };',
          '}',
        ],
      },
      {
        file: 'src/http/middleware.ts',
        why: 'The limiter belongs after authentication: only then is the key known.',
        code: ['if (!verdict.allowed) return tooMany(verdict.retryAfter);'],
      },
      {
        file: 'test/rate-limit.test.ts',
        why: 'Time is injected, so the test can let a minute pass without waiting.',
        code: ["it('lets the 61st request of a minute wait', async () => {"],
      },
    ],
    failure: {
      test: 'test/rate-limit.test.ts > answers 429 with Retry-After',
      output: ["AssertionError: expected '0' to be '1'", '    at test/rate-limit.test.ts:48:41'],
      insight: 'Less than a second is left, and it is rounded down to 0. Retry-After has to be rounded up.',
      file: 'src/http/too-many.ts',
    },
  },
  {
    title: 'Export invoices as CSV',
    repository: 'fieldnotes/billing',
    branch: 'agent/invoice-csv',
    reads: ['src/invoices/list.ts', 'src/invoices/totals.ts', 'src/http/download.ts'],
    thoughts: [
      'Some customers have forty thousand invoices: the export has to stream, not collect.',
      'Amounts are stored in cents. Dividing as floats would lose one now and then.',
      'A cell that begins with = or + is a formula to a spreadsheet; it must be escaped.',
    ],
    edits: [
      {
        file: 'src/invoices/to-csv.ts',
        why: 'One generator that yields a row at a time keeps memory flat.',
        code: [
          'export async function* toCsv(invoices: AsyncIterable<Invoice>): AsyncGenerator<string> {',
          '  yield header;',
          '  for await (const invoice of invoices) yield row(invoice);',
          '}',
        ],
      },
      {
        file: 'src/http/routes/invoices.ts',
        why: 'The route only wires the generator to the response and names the file.',
        code: ["reply.header('Content-Disposition', attachment(`invoices-${year}.csv`));"],
      },
      {
        file: 'test/to-csv.test.ts',
        why: 'Quotes, line breaks and a leading = are the cases that break importers.',
        code: ["it.each(awkward)('round-trips %j', (text) => {"],
      },
    ],
    failure: {
      test: 'test/to-csv.test.ts > round-trips "4,5 × \\"M8\\""',
      output: ['- Expected  "4,5 × ""M8"""', '+ Received  "4,5 × "M8""', '    at test/to-csv.test.ts:22:30'],
      insight: 'Quotes are doubled only in cells without a comma. The check has to come after the escape.',
      file: 'src/invoices/to-csv.ts',
    },
  },
  {
    title: 'Move avatars to object storage',
    repository: 'fieldnotes/web',
    branch: 'agent/avatar-storage',
    reads: ['src/users/avatar.ts', 'src/storage/bucket.ts', 'migrations/0041_avatars.sql'],
    thoughts: [
      'Old rows hold the picture itself. They have to stay readable until all are moved.',
      'Writing to both places first and reading second makes the change safe to roll back.',
      'The move can run in batches of two hundred without locking the table.',
    ],
    edits: [
      {
        file: 'src/users/avatar.ts',
        why: 'Reading falls back to the column as long as there is no key.',
        code: [
          'const picture = user.avatarKey ? await bucket.read(user.avatarKey) : user.avatar;',
          'if (!picture) return initials(user.name);',
        ],
      },
      {
        file: 'migrations/0058_avatar_key.sql',
        why: 'The new column is nullable, so the migration takes no lock worth mentioning.',
        code: ['ALTER TABLE users ADD COLUMN avatar_key text;'],
      },
      {
        file: 'scripts/move-avatars.ts',
        why: 'The script remembers the last id, so it can be stopped and started again.',
        code: ['const batch = await db.query(next, [lastId, 200]);', 'await Promise.all(batch.map(move));'],
      },
    ],
    failure: {
      test: 'test/avatar.test.ts > shows initials without a picture',
      output: [
        "TypeError: Cannot read properties of null (reading 'length')",
        '    at initials (src/users/initials.ts:7:14)',
      ],
      insight: 'Accounts made by single sign-on can have no name at all. The mail address serves as well.',
      file: 'src/users/initials.ts',
    },
  },
];
