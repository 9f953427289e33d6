/** The wire contract of the four backends, row by row, on the MSW handlers and on a real port. */
import { HttpHandler } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BackendName } from '../../backend/backend-name.js';
import { createContext } from '../../backend/context.js';
import { contract as variants } from '../../backend/variants.js';
import { demoToken } from '../../backend/tokens.js';
import { httpHandlersFor } from '../../handlers/handlers-for.js';
import { createTestClock } from '../../lib/test-clock.js';
import type { TestClock } from '../../lib/test-clock.js';
import { socketRoutes } from '../../sessions/socket-routes.js';
import { direct, intercepted, realPort } from '../drivers.js';
import type { Harness } from '../drivers.js';
import { EventReader } from '../event-reader.js';
import { SocketReader } from '../socket-reader.js';
import { codespace } from './codespace.js';
import { containers } from './containers.js';
import { prismq } from './prismq.js';
import type { Endpoint, RestRow, Row, SocketRow, SseRow } from './row.js';
import { otherReadings } from './other-readings.js';
import { withRefusals } from './refusals.js';
import { stratal } from './stratal.js';

const contract = { codespace, prismq, stratal, containers } satisfies Partial<
  Record<BackendName, readonly Endpoint[]>
>;
const endpoints: readonly Endpoint[] = Object.values(contract).flat();
const whole = endpoints.map(withRefusals).map((endpoint) => ({
  ...endpoint,
  rows: [...endpoint.rows, ...(otherReadings[endpoint.path] ?? [])],
}));

const target = ({ path }: Endpoint, { ask = '' }: Row): string =>
  ask.startsWith('/') ? ask : `${path.replace(/:\w+/g, 'demo')}?${ask}`;
const tokenOf = ({ token = demoToken }: Row): string | null => token;

let server: Harness;
let clock: TestClock;

async function asked(path: string, row: Row): Promise<Response> {
  const token = tokenOf(row);
  const response = await server.fetch(
    path,
    token === null ? {} : { headers: { Authorization: `Bearer ${token}` } },
  );
  // Pages from other origins may read every answer.
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return response;
}

function checkHeaders(response: Response, headers: RestRow['headers'] = {}): void {
  const names = Object.keys(headers);
  expect(Object.fromEntries(names.map((name) => [name, response.headers.get(name)]))).toEqual(headers);
}

async function checkRest(path: string, row: RestRow): Promise<void> {
  const response = await asked(path, row);
  expect(response.status).toBe(row.status ?? 200);
  checkHeaders(response, row.headers);
  if (row.text !== undefined) {
    expect(await response.text()).toEqual(row.text);
    return;
  }
  const body = (await response.json()) as Record<string, unknown>;
  if ('body' in row) expect(body).toEqual(row.body);
  if ('has' in row) expect(body).toMatchObject(row.has as object);
  if (row.messages) {
    const rows = (body['data'] ?? body['logs']) as { message: string }[];
    expect(rows.map(({ message }) => message)).toEqual(row.messages);
  }
}

async function checkSse(path: string, row: SseRow): Promise<void> {
  const response = await asked(path, row);
  expect(response.status).toBe(200);
  checkHeaders(response, row.headers);
  const reader = new EventReader(response);
  await row.then?.(server, clock);
  if (row.ends) expect(await reader.ended).toBeUndefined();
  const events = () => reader.events.map(({ event, data }) => [event, data]);
  await expect.poll(events).toEqual(row.events);
  expect(server.control.cut({ mode: 'end' })).toBe(row.ends ? 0 : 1);
  await reader.ended;
  expect(events()).toEqual(row.events);
  expect(reader.retry).toBe(row.retry);
  if (row.comments) expect(reader.comments).toEqual(row.comments);
}

/** A frame as JSON, or as text if it is not JSON. */
function contentOf(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return frame;
  }
}

/** Opens streams without reading them. */
async function listen(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (path.includes('/ws')) new SocketReader(`${server.socketOrigin}${path}`);
    else await server.fetch(path);
  }
  await expect.poll(() => server.control.connected()).toBe(paths.length);
}

async function checkSocket(path: string, row: SocketRow): Promise<void> {
  const token = tokenOf(row);
  const separator = path.includes('?') ? '&' : '?';
  const url = `${server.socketOrigin}${path}${token === null ? '' : `${separator}token=${token}`}`;
  const reader = new SocketReader(url, [...(row.subprotocols ?? [])]);
  const frames = () => reader.frames.map(contentOf);
  if (row.then) {
    await expect.poll(() => server.control.connected()).toBe(1);
    await expect.poll(() => reader.opened).toBe(true);
    await row.then(server, clock);
  }
  if (row.closes) {
    const [code, reason] = row.closes;
    expect(await reader.closed).toEqual({ code, reason });
  }
  await expect.poll(frames).toEqual(row.frames);
  expect(server.control.cut({ mode: 'end' })).toBe(row.closes ? 0 : 1);
  await reader.closed;
  expect(frames()).toEqual(row.frames);
}

const drivers = [
  { name: 'MSW handlers', http: direct, sockets: intercepted },
  { name: 'a real port', http: realPort, sockets: realPort },
];

describe.each(drivers)('the contract on $name', ({ http, sockets }) => {
  beforeEach(() => {
    clock = createTestClock();
  });

  describe.each(whole)('$path', (endpoint) => {
    it.each(endpoint.rows)('$says', async (row) => {
      server = await ('frames' in row || row.listeners ? sockets : http).open({ clock });
      server.control.setVariants(row.reads ?? {});
      row.given?.(server);
      await listen(row.listeners ?? []);
      const path = target(endpoint, row);
      if ('frames' in row) await checkSocket(path, row);
      else if ('events' in row) await checkSse(path, row);
      else await checkRest(path, row);
    });
  });
});

describe('the table', () => {
  it('covers exactly the existing endpoints', () => {
    const context = createContext({ backends: Object.keys(contract) as BackendName[] });
    const paths = [
      ...httpHandlersFor(context).map((handler) =>
        handler instanceof HttpHandler ? String(handler.info.path).slice(1) : '',
      ),
      ...socketRoutes(context).map(({ path }) => path),
    ];
    expect(endpoints.map(({ path }) => path).sort()).toEqual([...new Set(paths)].sort());
  });

  it.each(endpoints)('tests each parameter of $path, within its bounds and beyond', (endpoint) => {
    const isRefusal = (row: Row): boolean => ('status' in row && row.status !== 200) || 'closes' in row;
    for (const [name, kind] of Object.entries(endpoint.takes)) {
      const asking = endpoint.rows.filter((row) => {
        if (name === 'token') return true;
        return new URL(target(endpoint, row), 'http://x').searchParams.has(name);
      });
      expect(
        asking.filter((row) => !isRefusal(row)),
        name,
      ).not.toEqual([]);
      if (kind === 'bounded') expect(asking.filter(isRefusal), name).not.toEqual([]);
    }
  });

  it('covers every variant', () => {
    const switches = (of: object): string[] =>
      Object.entries(of).flatMap(([backend, reads]) =>
        Object.keys(reads as object).map((name) => `${backend}.${name}`),
      );
    const read = whole.flatMap(({ rows }) => rows).flatMap(({ reads = {} }) => switches(reads));
    expect([...new Set(read)].sort()).toEqual(switches(variants).sort());
    expect(endpoints.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(otherReadings)));
  });

  it('uses no parameter that the contract does not have', () => {
    for (const endpoint of whole) {
      for (const row of endpoint.rows) {
        const names = [...new URL(target(endpoint, row), 'http://x').searchParams.keys()];
        expect(Object.keys(endpoint.takes)).toEqual(expect.arrayContaining(names));
      }
    }
  });
});
