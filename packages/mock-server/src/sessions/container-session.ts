import type { BackendContext } from '../backend/context.js';
import { LineCursor } from '../backend/line-cursor.js';
import type { ContainersVariants } from '../backend/variants.js';
import type { LogLine } from '../store/log-line.js';
import { containerLine } from './container-line.js';
import { followLines } from './follow-lines.js';
import type { SocketPeer, SocketRequest } from './socket-peer.js';

/** A container's WebSocket: the last `tail` lines, then every new one. */
export function containerSession(context: BackendContext, peer: SocketPeer, request: SocketRequest): void {
  const variants = context.variants.containers;
  const service = request.param('service');
  const tail = tailOf(request.url.searchParams.get('tail'));
  if (tail === undefined) {
    peer.close(1008, 'tail must be a whole number from 1 to 10000');
    return;
  }
  const run = context.store.run(service);
  if (!run) {
    peer.send(errorMessage(`Service ${service} not found or not running`), () => undefined);
    peer.close(1000, '');
    return;
  }
  const replay = Math.min(tail, variants.replayLimit);
  followLines(context, peer, {
    backend: 'containers',
    runId: run.id,
    cursor: new LineCursor(run, Math.max(run.memoryFirst, run.next - replay)),
    encode: (lines) => contents(lines, variants).map((content) => logMessage(service, content, variants)),
    batch: variants.rawFrames ? 'none' : variants.batch,
    batchSize: variants.batchSize,
    ending: () => variants.completeOnClose && run.ended,
    watch: (wake) => run.onChange(wake),
    failure: errorMessage,
  });
}

function contents(lines: readonly LogLine[], variants: ContainersVariants): string[] {
  const texts = lines.map((line) => {
    const text = variants.contentStamps ? containerLine(line, variants.stamp) : line.message;
    return variants.trim ? text.trimEnd() : text;
  });
  const joined: string[] = [];
  for (let i = 0; i < texts.length; i += variants.linesPerContent) {
    joined.push(texts.slice(i, i + variants.linesPerContent).join('\n'));
  }
  return joined;
}

function logMessage(service: string, content: string, variants: ContainersVariants): string {
  return variants.rawFrames ? content : JSON.stringify({ type: 'log', service, content });
}

function errorMessage(message: string): string {
  return JSON.stringify({ type: 'error', message });
}

/** The requested number of lines, 100 by default; undefined if it is out of bounds. */
function tailOf(text: string | null): number | undefined {
  if (text === null) return 100;
  const tail = Number(text);
  return /^\d+$/.test(text) && tail >= 1 && tail <= 10_000 ? tail : undefined;
}
