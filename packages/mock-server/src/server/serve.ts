import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BackendOptions } from '../backend/context.js';
import { createContext } from '../backend/context.js';
import type { Control } from '../backend/control.js';
import { backendFor } from '../backend/mock-backend.js';
import { captureCommand } from '../capture/capture-command.js';
import type { CaptureCommandOptions, CapturedCommand } from '../capture/capture-command.js';
import { captureFile } from '../capture/capture-file.js';
import type { CapturedFile } from '../capture/capture-file.js';
import { httpHandlersFor } from '../handlers/tailrace-handlers.js';
import type { FleetOptions } from '../scenarios/fleet.js';
import { scenarioNamed } from '../scenarios/index.js';
import { createStore } from '../store/store.js';
import type { Store } from '../store/store.js';
import { answerControl } from './control-route.js';
import { createFileSink } from './file-sink.js';
import { answerWithHandlers } from './http-bridge.js';
import { landingPage } from './landing-page.js';
import type { Logger } from './logger.js';
import { silentLogger } from './logger.js';
import { listenError } from './serve-error.js';
import { createSocketUpgrades } from './socket-upgrades.js';
import { serveStatic } from './static-files.js';

export interface ServeOptions
  extends Omit<BackendOptions, 'baseUrl' | 'clock'>, Omit<FleetOptions, 'clock' | 'cut'> {
  /** Default 4280; 0 takes any free one. */
  readonly port?: number;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** A built site to show at `/`. Default: a page that lists the endpoints. */
  readonly dashboardDir?: string;
  /** Lines a run keeps in memory. Default 10,000. Ignored with `store`. */
  readonly memoryLines?: number;
  /** Where the log files of the runs are kept. Default: a temporary directory that goes with the server. */
  readonly logDir?: string;
  /** A command to run and capture: its name and arguments. Its run is `process` unless `commandOptions` say otherwise. */
  readonly command?: readonly string[];
  readonly commandOptions?: CaptureCommandOptions;
  /** Growing files to follow; each run has the file's base name. */
  readonly files?: readonly string[];
  /** Default: says nothing. */
  readonly logger?: Logger;
}

/** Milliseconds a captured command has to end after SIGTERM. */
const gracePeriod = 2000;

export interface RunningServer {
  /** Without a slash at the end, e.g. `http://127.0.0.1:4280`. */
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly control: Control;
  /** The captured command, if there is one. */
  readonly command: CapturedCommand | undefined;
  readonly files: readonly CapturedFile[];
  /** Ends the captured command, ends every stream, stops the scenarios, frees the port and removes the temporary files. */
  close(): Promise<void>;
}

/**
 * Starts the reference server on a real port.
 * @throws {ServeError} when it cannot listen there; `UnknownScenarioError` for a scenario there is not
 */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  const { port = 4280, host = '127.0.0.1', logger = silentLogger } = options;
  if (typeof options.scenario === 'string' && options.scenario !== 'none') scenarioNamed(options.scenario);

  const server = createServer();
  await listen(server, port, host);
  const ownLogDir =
    options.store || options.logDir !== undefined ? undefined : await mkdtemp(join(tmpdir(), 'tailrace-'));
  const logDir = options.logDir ?? ownLogDir;
  const store =
    options.store ??
    createStore({
      ...(options.memoryLines === undefined ? {} : { memoryLines: options.memoryLines }),
      ...(logDir === undefined
        ? {}
        : {
            sink: ({ id }) =>
              createFileSink(join(logDir, `${encodeURIComponent(id)}.log`), (error) => {
                logger.error(error.message);
              }),
          }),
    });
  const context = createContext({ ...options, store });
  const backend = backendFor(context, options);
  const handlers = httpHandlersFor(context);
  const upgrades = createSocketUpgrades(context);

  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      logger.error(`${incoming.method ?? 'GET'} ${pathOf(incoming)} failed: ${messageOf(error)}`);
      if (outgoing.headersSent) outgoing.destroy();
      else sendJson(outgoing, 500, { detail: messageOf(error) });
    });
  });
  server.on('upgrade', upgrades.accept);
  backend.start();
  const files = (options.files ?? []).map((path) =>
    captureFile(store, path, { id: freeId(store, basename(path)) }),
  );
  const command = options.command && captureCommand(store, options.command, options.commandOptions);

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = pathOf(incoming);
    if (path === '/__control') {
      await answerControl(context, backend.control, host, incoming, outgoing);
      return;
    }
    const method = incoming.method ?? 'GET';
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') {
      if (await answerWithHandlers(handlers, incoming, outgoing, url)) return;
      if (method !== 'OPTIONS' && (await answerPage(options.dashboardDir, path, incoming, outgoing))) return;
    }
    sendJson(outgoing, 404, { detail: 'Not Found' });
  };

  const boundPort = portOf(server, port);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    if (command) await stopCommand(command);
    await Promise.all(files.map((file) => file.stop()));
    upgrades.close();
    backend.stop();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
    await store.close();
    if (ownLogDir !== undefined) await rm(ownLogDir, { recursive: true, force: true });
  };
  const shownHost = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
  return {
    url: `http://${shownHost}:${boundPort}`,
    port: boundPort,
    store,
    control: backend.control,
    command,
    files,
    close: () => (closing ??= close()),
  };
}

/** A moment to end by itself, then no more. */
async function stopCommand(command: CapturedCommand): Promise<void> {
  const ended = command.exit.then(
    () => undefined,
    () => undefined,
  );
  command.stop();
  const kill = setTimeout(() => {
    command.stop('SIGKILL');
  }, gracePeriod);
  await ended;
  clearTimeout(kill);
}

/** Two files of one name are two runs. */
function freeId(store: Store, wanted: string): string {
  let id = wanted;
  for (let n = 2; store.run(id); n++) id = `${wanted}-${n}`;
  return id;
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

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').replace(/[?#].*$/s, '');
}

function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
  outgoing.end(JSON.stringify(body));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
