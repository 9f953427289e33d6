import type { ReactElement } from 'react';
import { isRunning } from '../is-running.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';

/** A toggle that wraps long lines. */
export function LogViewerWrapToggle(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const wrap = useViewerState((state) => state.wrap);
  return <Button icon="wrap" label={labels.wrap} aria-pressed={wrap} onClick={() => viewer.setWrap(!wrap)} />;
}

/** A button that cycles through the timestamp modes. */
export function LogViewerTimestampToggle(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const mode = useViewerState((state) => state.timestamps);
  return (
    <Button
      icon="clock"
      label={labels.timestampsMode(mode)}
      aria-pressed={mode !== 'off'}
      onClick={() => viewer.nextTimestamps()}
    >
      {mode === 'utc' ? <span data-tailrace="zone" data-glyph="UTC" aria-hidden="true" /> : null}
    </Button>
  );
}

/** A toggle that follows the end of the log. */
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

/** A toggle that pauses the display while the stream continues. */
export function LogViewerPauseToggle(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const status = useViewerState((state) => state.snapshot.status);
  const paused = status === 'paused';
  return (
    <Button
      icon={paused ? 'play' : 'pause'}
      label={paused ? labels.resume : labels.pause}
      disabled={!paused && !isRunning(status)}
      onClick={() => viewer.togglePause()}
    />
  );
}

/** A button that drops the lines held. */
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
