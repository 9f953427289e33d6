import type { ReactElement } from 'react';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import type { TimestampMode } from '../viewer-state.js';
import { Button } from './button.js';

/** Wraps long lines, or lets them run on. */
export function LogViewerWrapToggle(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const wrap = useViewerState((state) => state.wrap);
  return <Button icon="wrap" label={labels.wrap} aria-pressed={wrap} onClick={() => viewer.setWrap(!wrap)} />;
}

const NEXT_MODE: Readonly<Record<TimestampMode, TimestampMode>> = { off: 'local', local: 'utc', utc: 'off' };

/** Goes through no time stamps, local time and UTC. */
export function LogViewerTimestampToggle(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const mode = useViewerState((state) => state.timestamps);
  return (
    <Button
      icon="clock"
      label={labels.timestampsMode(mode)}
      aria-pressed={mode !== 'off'}
      onClick={() => viewer.setTimestamps(NEXT_MODE[mode])}
    >
      {mode === 'utc' ? <span data-tailrace="zone" data-glyph="UTC" aria-hidden="true" /> : null}
    </Button>
  );
}

/** Sticks to the newest line, or lets go. */
export function LogViewerFollowToggle(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const following = useViewerState((state) => state.following);
  return (
    <Button
      icon="end"
      label={labels.follow}
      aria-pressed={following}
      onClick={() => viewer.follow(!following)}
    />
  );
}

/** Freezes what is shown while the stream goes on, and shows it all again. */
export function LogViewerPauseToggle(): ReactElement {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const status = useViewerState((state) => state.snapshot.status);
  const paused = status === 'paused';
  return (
    <Button
      icon={paused ? 'play' : 'pause'}
      label={paused ? labels.resume : labels.pause}
      aria-pressed={paused}
      disabled={!paused && status !== 'live' && status !== 'polling' && status !== 'reconnecting'}
      onClick={() => (paused ? stream?.resume() : stream?.pause())}
    />
  );
}

/** Forgets the lines that are held. */
export function LogViewerClear(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const held = useViewerState((state) => state.snapshot.view.length);
  return (
    <Button
      icon="clear"
      label={labels.clear}
      title={labels.clearTitle}
      disabled={held === 0}
      onClick={() => viewer.clear()}
    />
  );
}
