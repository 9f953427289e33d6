import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionProblem } from '../backend/check-options.js';
import { createContext } from '../backend/context.js';
import type { BackendContext, BackendOptions } from '../backend/context.js';
import type { Control } from '../backend/control.js';
import { backendFor } from '../backend/mock-backend.js';
import { httpHandlersFor } from '../handlers/handlers-for.js';
import { messageOf } from '../lib/message-of.js';
import type { FleetOptions } from '../scenarios/fleet.js';
import { scenarioNamed } from '../scenarios/index.js';
import { createStore } from '../store/store.js';
import type { Store } from '../store/store.js';
import { startCaptures } from './captures.js';
import type { Captures, CapturesOptions } from './captures.js';
import { answerControl } from './control-route.js';
import { createFileSink } from './file-sink.js';
import { answerWithHandlers } from './http-bridge.js';
import { landingPage } from './landing-page.js';
import { silentLogger } from './logger.js';
import type { Logger } from './logger.js';
import { makeDirectory } from './make-directory.js';
import { listenError, ServeError } from './serve-error.js';
import { createSocketUpgrades } from './socket-upgrades.js';
import { serveStatic } from './static-files.js';

/** Options of {@link serve}. */
export interface ServeOptions
  extends Omit<BackendOptions, 'baseUrl'>, Omit<FleetOptions, 'clock' | 'cut'>, CapturesOptions {
  /** Default 4280; 0 takes any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Directory of a built page to serve at `/`. Default: a page that lists the endpoints. */
  readonly dashboardDir?: string;
  /** Lines a run can replay from memory. Default 10,000. Ignored with `store`. */
  readonly memoryLines?: number;
  /** Directory for the log files of the runs. Default: a temporary directory that is deleted with the server. */
  readonly logDir?: string;
  /** Default: no log output. */
  readonly logger?: Logger;
}

/** A server on a real port, see {@link serve}. */
export interface RunningServer extends Omit<Captures, 'stop'> {
  /** Without a trailing slash, e.g. `http://127.0.0.1:4280`. */
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly control: Control;
  /** Stops the captured command and the scenarios, ends every stream, frees the port and removes the temporary files. */
  close(): Promise<void>;
}

/**
 * Starts the reference server on a real port: the backends, `/__control`, the dashboard, the scenarios and the captures.
 * @throws {ServeError} if it cannot listen on the port, or an option is invalid
 * @throws {UnknownScenarioError} for an unknown scenario
 * @throws {CaptureError} if the command is empty
 */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  checkServeOptions(options);
  const { port = 4280, host = '127.0.0.1', logger = silentLogger } = options;
  const { store, removeFiles } = await storeFor(options, logger);
  const context = createContext({ ...options, store });
  const backend = backendFor(context, options);
  const upgrades = createSocketUpgrades(context);
  const server = createServer(requestListener(context, backend.control, host, options.dashboardDir, logger));
  server.on('upgrade', upgrades.accept);
  try {
    await listen(server, port, host);
  } catch (error) {
    await removeFiles();
    throw error;
  }

  let captures: Captures | undefined;
  const close = async (): Promise<void> => {
    await captures?.stop();
    upgrades.close();
    backend.stop();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
    await store.close();
    await removeFiles();
  };
  try {
    captures = startCaptures(store, options);
  } catch (error) {
    await close();
    throw error;
  }
  backend.start();

  const bound = portOf(server, port);
  let closing: Promise<void> | undefined;
  return {
    url: `http://${shownHost(host)}:${bound}`,
    port: bound,
    store,
    control: backend.control,
    command: captures.command,
    files: captures.files,
    close: () => (closing ??= close()),
  };
}

function checkServeOptions(options: ServeOptions): void {
  const problem = optionProblem(options);
  if (problem !== undefined) throw new ServeError('bad-option', problem);
  // An unknown name must throw before anything is made.
  const { scenario } = options;
  if (typeof scenario === 'string' && scenario !== 'none') scenarioNamed(scenario);
}

async function storeFor(
  { store, clock, logDir, memoryLines }: ServeOptions,
  logger: Logger,
): Promise<{ store: Store; removeFiles: () => Promise<void> }> {
  if (store) return { store, removeFiles: () => Promise.resolve() };
  const directory = logDir ?? (await mkdtemp(join(tmpdir(), 'tailrace-')));
  await makeDirectory(directory).catch((error: unknown) => {
    throw new ServeError(
      'bad-option',
      `The log files cannot be written to ${directory}: ${messageOf(error)}. Pass a directory that this user may write to (logDir).`,
      { cause: error },
    );
  });
  return {
    store: createStore({
      ...(memoryLines === undefined ? {} : { memoryLines }),
      ...(clock === undefined ? {} : { clock }),
      sink: ({ id }) =>
        createFileSink(join(directory, `${encodeURIComponent(id)}.log`), (error) => {
          logger.error(error.message);
        }),
    }),
    removeFiles: async () => {
      if (logDir === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

function requestListener(
  context: BackendContext,
  control: Control,
  host: string,
  dashboardDir: string | undefined,
  logger: Logger,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const handlers = httpHandlersFor(context);
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = pathOf(incoming);
    if (path === '/__control' || path === '/__control/requests') {
      await answerControl(context, control, host, incoming, outgoing);
      return;
    }
    const target = incoming.url ?? '/';
    const method = incoming.method ?? 'GET';
    if (!URL.canParse(target, 'http://localhost')) {
      sendJson(outgoing, 400, { detail: 'Bad Request' });
      return;
    }
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') {
      const url = new URL(target, 'http://localhost');
      if (await answerWithHandlers(handlers, incoming, outgoing, url)) return;
      if (method !== 'OPTIONS' && (await answerPage(dashboardDir, path, incoming, outgoing))) return;
    }
    sendJson(outgoing, 404, { detail: 'Not Found' });
  };
  return (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      // A client that left in the middle of an answer is not a failure of the server.
      if (outgoing.destroyed) return;
      logger.error(`${incoming.method ?? 'GET'} ${pathOf(incoming)} failed: ${messageOf(error)}`);
      if (outgoing.headersSent) outgoing.destroy();
      else sendJson(outgoing, 500, { detail: messageOf(error) });
    });
  };
}

async function answerPage(
  dashboardDir: string | undefined,
  path: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  if (dashboardDir !== undefined) return serveStatic(dashboardDir, path, incoming, outgoing);
  if (path !== '/') return false;
  outgoing.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
  outgoing.end(incoming.method === 'HEAD' ? undefined : landingPage);
  return true;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error, host, port));
    });
    server.listen(port, host, resolve);
  });
}

function portOf(server: Server, asked: number): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').replace(/[?#].*$/s, '');
}

function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
  outgoing.end(JSON.stringify(body));
}
