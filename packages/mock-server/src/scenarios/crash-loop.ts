import type { Random } from '../lib/random.js';
import type { LineInput } from '../store/log-line.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

interface Crash {
  readonly hint: LineInput;
  readonly trace: readonly string[];
  readonly exit: string;
}

const crashes: readonly Crash[] = [
  {
    hint: { message: 'WARN  cache: 3 of 4 connections are busy for more than 10s', level: 'warn' },
    trace: [
      'ERROR unhandled rejection, shutting down',
      'RedisTimeoutError: no answer from cache-1:6379 within 5000ms',
      '    at Timeout.expire (/app/node_modules/@redis/client/dist/socket.js:214:31)',
      '    at listOnTimeout (node:internal/timers:605:17)',
      '    at process.processTimers (node:internal/timers:541:7)',
      '  [cause]: Error: connect ETIMEDOUT 10.0.14.7:6379',
      '      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)',
    ],
    exit: 'process exited with code 1',
  },
  {
    hint: { message: 'WARN  heap at 486 MB of 512 MB, collecting', level: 'warn' },
    trace: [
      '<--- Last few GCs --->',
      '[1:0x7f3a5c000000]   184233 ms: Mark-Compact 501.2 (512.0) -> 498.7 (512.0) MB, 402.1 / 0.0 ms',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ],
    exit: 'container killed: out of memory (exit code 137)',
  },
  {
    hint: { message: 'INFO  migration 0107_add_region: started' },
    trace: [
      'ERROR migration 0107_add_region failed',
      'error: column "region" of relation "shipments" already exists',
      '    at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:285:98)',
      '    at Parser.handlePacket (/app/node_modules/pg-protocol/dist/parser.js:122:29)',
      '    at runMigration (/app/dist/db/migrate.js:58:13)',
    ],
    exit: 'process exited with code 78',
  },
];

/** A container that starts, works for a while, crashes, and is restarted, for ever. */
export const crashLoop: Scenario = {
  name: 'crash-loop',
  title: 'Shipment tracker',
  summary: 'A container that keeps crashing: stack traces, exit codes, restarts with growing pauses.',
  rate: 3,
  tell,
};

function* tell(random: Random): Generator<Step> {
  for (let restarts = 0; ; restarts++) {
    const crash = random.pick(crashes);
    yield { kind: 'service', state: { status: 'running', health: 'starting' } };
    yield* boot(restarts, random);
    yield { kind: 'service', state: { health: 'healthy' } };
    yield* work(random);
    yield { kind: 'service', state: { health: 'unhealthy' } };
    yield say({ step: 'serve', ...crash.hint });
    for (const message of crash.trace) {
      yield say(
        { message, level: message.startsWith('FATAL') ? 'fatal' : 'error', stream: 'stderr', step: 'serve' },
        0.05,
      );
    }
    const pause = Math.min(2 ** restarts, 16);
    yield say({ message: crash.exit, level: 'fatal', stream: 'system', step: 'supervisor' }, 0.5);
    yield { kind: 'service', state: { status: 'restarting', health: 'none' } };
    yield say(
      {
        message: `restart ${restarts + 1} in ${pause}s`,
        level: 'warn',
        stream: 'system',
        step: 'supervisor',
      },
      3 * pause,
    );
  }
}

function* boot(restarts: number, random: Random): Generator<Step> {
  yield say({
    message: `starting shipment-tracker 2.31.4, attempt ${restarts + 1}`,
    stream: 'system',
    step: 'boot',
  });
  yield say({
    message: 'INFO  config loaded from /etc/tracker/config.yaml (region eu-central)',
    step: 'boot',
  });
  yield say({
    message: `{"level":"info","msg":"database ready","pool":8,"ms":${random.int(18, 95)}}`,
    step: 'boot',
  });
  yield say({ message: `INFO  listening on 0.0.0.0:9000`, step: 'boot' });
}

function* work(random: Random): Generator<Step> {
  const scans = random.int(18, 40);
  for (let i = 0; i < scans; i++) {
    const parcel = `PX${random.int(100000, 999999)}`;
    if (random.chance(0.2)) {
      yield say({
        message: `{"level":"debug","msg":"carrier poll","carrier":"${random.pick(['northwind', 'parcelhub'])}","updated":${random.int(0, 40)}}`,
        level: 'debug',
        step: 'serve',
      });
    } else {
      yield say({
        message: `INFO  ${parcel} scanned at ${random.pick(['Leipzig', 'Lyon', 'Madrid', 'Gdansk'])}, next stop in ${random.int(1, 9)}h`,
        step: 'serve',
      });
    }
  }
}
