import { LogStreamError, type LogGap } from '@tailrace/core';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { DEFAULT_LABELS } from '../labels.js';
import { LogViewerRoot, type LogViewerRootProps } from '../root.js';
import { useViewerContext } from '../viewer-context.js';
import type { Viewer } from '../viewer.js';
import { serverLines } from './samples.js';
import { stageStream, type StagedStream } from './staged-stream.js';

/** A part of the viewer, alone. */
export interface Piece {
  /** The exported name. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  readonly show: ReactNode;
  /** Pixels, for parts that fill what is around them. */
  readonly height?: number;
  /** Default: a live stream of a dozen lines. */
  readonly stage?: () => StagedStream;
  readonly root?: Partial<LogViewerRootProps>;
  /** Done once it stands. */
  readonly then?: (viewer: Viewer, stream: StagedStream) => void;
}

/** A gap, for parts that draw one. */
export const sampleGap: LogGap = { kind: 'gap', seq: 12, reason: 'outage', missing: 412 };

/** A dozen lines, live. */
export const dozen = (): StagedStream => stageStream(serverLines(12));

/** A stream whose connection is lost. */
export function lost(lines: number): StagedStream {
  const stream = stageStream(serverLines(lines));
  stream.stage({
    status: 'reconnecting',
    error: new LogStreamError('network', 'The connection was refused. Check that the server runs.'),
    retry: { attempt: 3, at: Date.now() + 25_000, delay: 30_000 },
  });
  return stream;
}

/** A stream that failed for good. */
export function failed(): StagedStream {
  const stream = stageStream();
  stream.stage({
    status: 'failed',
    error: new LogStreamError('unauthorized', 'The server refused the token (401). Sign in again.'),
  });
  return stream;
}

function Then({ run }: { readonly run: (viewer: Viewer) => void }): null {
  const { viewer } = useViewerContext();
  useEffect(() => run(viewer), [viewer, run]);
  return null;
}

function Shown({ name, about, show, height, stage = dozen, root, then }: Piece): ReactElement {
  const [stream] = useState(stage);
  const [run] = useState(() => (viewer: Viewer) => then?.(viewer, stream));
  return (
    <article className="piece" data-piece={name}>
      <h3>{`<${name}>`}</h3>
      <p>{about}</p>
      <LogViewerRoot
        stream={stream}
        height={height ?? 'auto'}
        // Regions of a page have names that differ.
        labels={{ viewer: name, log: `${DEFAULT_LABELS.log}, ${name}`, toolbar: `Tools, ${name}` }}
        {...root}
      >
        {height === undefined ? <div className="piece-small">{show}</div> : show}
        <Then run={run} />
      </LogViewerRoot>
    </article>
  );
}

/** Parts beside each other, each in a frame of its own. */
export function PartGallery({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return (
    <div className="pieces">
      {pieces.map((piece) => (
        <Shown key={piece.name} {...piece} />
      ))}
    </div>
  );
}
