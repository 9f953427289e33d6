import { IDLE_SNAPSHOT, LogStreamError, type LogStream, type OpenPatternWorker } from '@tailrace/core';
import {
  forwardRef,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from 'react';
import { useConnectedStream } from '../hooks/use-connected-stream.js';
import { useStreamLease } from '../hooks/use-stream-lease.js';
import { listen, undoAll } from '../lib/listeners.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { useStore } from '../lib/store.js';
import { isTimeZone } from '../lib/time-zone.js';
import { useLatest } from '../lib/use-latest.js';
import { useTailrace } from '../provider.js';
import { createHandle, type LogViewerHandle } from './handle.js';
import { resolveLabels, type ViewerLabels } from './labels.js';
import { bringSoon } from './late-parts.js';
import type { CopyFormat } from './model/copy-format.js';
import { useViewerKeys } from './use-viewer-keys.js';
import { usePermalinks } from './use-permalinks.js';
import { usePreferences } from './use-preferences.js';
import { searchQuery, useChange, useViewerControl, type ViewerControlProps } from './use-viewer-control.js';
import { useViewerSource, type ViewerSourceProps } from './use-viewer-source.js';
import { ViewerContext, type FullContextValue } from './viewer-context.js';
import type { TimestampMode } from './viewer-state.js';
import { Viewer } from './viewer.js';

/** Props of {@link LogViewerRoot} and `LogViewer`. Give one of `source`, `stream`, `jobRunId` and `filterType`. */
export interface LogViewerRootProps extends ViewerSourceProps, ViewerControlProps {
  /**
   * A stream of your own. A stream that has not been started is connected while the viewer shows it. With `source` beside it,
   * the source is not opened: it only tells where the server's full log can be downloaded.
   */
  readonly stream?: LogStream | null;
  /** A CSS length, or pixels as a number or its digits. Default 480px. */
  readonly height?: string | number;
  /** Follow the newest line. Default true; the user's own scrolling lets go and comes back at the end. */
  readonly autoScroll?: boolean;
  /** Lines kept, of a source. Default 10,000. */
  readonly bufferLines?: number;
  /** Bytes kept, of a source. Default 16 MiB. */
  readonly bufferBytes?: number;
  /** Default `auto`: a `data-theme` on an ancestor, or the system's. */
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Wrap long lines. Default false. The user can change it. */
  readonly wrap?: boolean;
  /** `true` is local time. Default true. The user can change it. */
  readonly showTimestamps?: boolean | TimestampMode;
  /** IANA name of the zone of local times, like `Europe/Vienna`. Default: the reader's, also for a name that is none (told to `onError`). */
  readonly timeZone?: string;
  /** Digits behind the seconds of a time stamp, 0 to 9. Default: as sent, three at least. */
  readonly timestampDigits?: number;
  /**
   * The address of the page names the selected lines (`#L120-L140@…`) and, when it is loaded, selects them and goes to them. Several
   * viewers of a page each take another text. Default false: the address belongs to the page; see `onSelectionChange` and `openLink`.
   */
  readonly permalinks?: boolean | string;
  /** Remembers wrap, time stamps, levels, copy format and the options of find under this name in the browser's local storage. */
  readonly persist?: string;
  /** What a copied line looks like. Default `text`: exactly what is shown of the message. The user can change it. */
  readonly copyFormat?: CopyFormat;
  /**
   * Opens the worker for regular expressions that may take long. Default: one made from a `blob:`, which some policies forbid. Read
   * when the viewer begins to show a stream; called for each worker, as one that takes too long is killed.
   */
  readonly openWorker?: OpenPatternWorker | undefined;
  /** Words that differ from the English ones. */
  readonly labels?: Partial<ViewerLabels>;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** Hears every error of the stream; also those it recovers from by itself (`retryable`). */
  readonly onError?: (error: LogStreamError) => void;
  /** The parts. */
  readonly children?: ReactNode;
}

function timestampMode(value: boolean | TimestampMode): TimestampMode {
  return value === true ? 'local' : value === false ? 'off' : value;
}

/** The frame of a viewer: reads a log and gives its parts what they need. */
export const LogViewerRoot = forwardRef<LogViewerHandle, LogViewerRootProps>(
  function LogViewerRoot(props, ref) {
    const {
      stream: given,
      height: heightProp = 480,
      autoScroll = true,
      bufferLines,
      bufferBytes,
      theme = 'auto',
    } = props;
    const { wrap = false, showTimestamps = true, copyFormat = 'text' } = props;
    const { labels, className, style, onError, openWorker, children } = props;
    const { service } = useTailrace();
    const timestamps = timestampMode(showTimestamps);
    const { timestampDigits, permalinks = false, persist } = props;
    const wrongZone = useMemo(
      () => (props.timeZone === undefined || isTimeZone(props.timeZone) ? undefined : props.timeZone),
      [props.timeZone],
    );
    const timeZone = wrongZone === undefined ? props.timeZone : undefined;
    const [viewer] = useState(
      () =>
        new Viewer({
          following: props.follow ?? autoScroll,
          wrap,
          timestamps,
          copyFormat,
          timeZone,
          timestampDigits,
          filter: props.filter ?? props.defaultFilter,
          search: searchQuery(props.search ?? props.defaultSearch),
        }),
    );
    const open = useStore(viewer.store, ({ menu }) => menu !== undefined);
    const root = useRef<HTMLElement>(null);
    const id = useId();

    useViewerControl(viewer, props);
    usePreferences(viewer, persist);

    const wanted = useViewerSource(props);
    const opened = useStreamLease(given ? null : wanted.source, {
      ...(bufferLines === undefined ? {} : { bufferLines }),
      ...(bufferBytes === undefined ? {} : { bufferBytes }),
    });
    const connected = useConnectedStream(given);
    const stream = connected ?? opened.stream;
    const openError = wanted.error ?? opened.error;
    const latest = useLatest({ source: wanted.source, onError, openWorker });

    useIsomorphicLayoutEffect(() => {
      if (!stream) return undefined;
      const undo = stream.on('error', (error) => latest.current.onError?.(error));
      const detach = viewer.attach(stream, latest.current.source, latest.current.openWorker);
      return () => {
        undo();
        detach();
      };
    }, [viewer, stream, latest]);

    useIsomorphicLayoutEffect(() => {
      if (!openError) return undefined;
      viewer.store.set({ snapshot: { ...IDLE_SNAPSHOT, status: 'failed', error: openError } });
      latest.current.onError?.(openError);
      return () => viewer.store.set({ snapshot: IDLE_SNAPSHOT });
    }, [viewer, openError, latest]);

    useEffect(() => {
      if (wrongZone === undefined) return;
      const message = `There is no time zone "${wrongZone}". Give an IANA name like Europe/Vienna; until then times are the reader's.`;
      latest.current.onError?.(new LogStreamError('invalid-argument', message));
    }, [wrongZone, latest]);

    useEffect(() => {
      viewer.viewport.sticky = autoScroll;
    }, [viewer, autoScroll]);
    useChange(autoScroll, () => viewer.follow(autoScroll));
    useChange(wrap, () => viewer.setWrap(wrap));
    useChange(timestamps, () => viewer.setTimestamps(timestamps));
    useChange(copyFormat, () => viewer.setCopyFormat(copyFormat));
    useChange(`${timeZone} ${timestampDigits}`, () => viewer.store.set({ timeZone, timestampDigits }));

    const height =
      typeof heightProp === 'string' && /^\d+$/.test(heightProp) ? Number(heightProp) : heightProp;
    usePermalinks(viewer, permalinks === false ? undefined : permalinks === true ? '' : permalinks);
    useIsomorphicLayoutEffect(() => {
      // A page from a server may forbid style attributes; what a script sets is allowed.
      if (root.current) root.current.style.height = typeof height === 'number' ? `${height}px` : height;
    }, [height]);

    useViewerKeys(viewer, root);
    useEffect(() => {
      const element = root.current;
      if (!element) return undefined;
      const once = { once: true, passive: true };
      return undoAll([
        listen(element, 'pointerover', bringSoon, once),
        listen(element, 'focusin', bringSoon, once),
      ]);
    }, []);
    useImperativeHandle(ref, () => createHandle(viewer), [viewer]);

    const words = useMemo(() => resolveLabels(labels), [labels]);
    const context = useMemo<FullContextValue>(
      () => ({ viewer, labels: words, service, id }),
      [viewer, words, service, id],
    );

    return (
      <ViewerContext.Provider value={context}>
        <section
          ref={root}
          data-tailrace="viewer"
          // Safari on a Mac focuses no button that is pressed, but what is around it: there the keys are heard, too.
          tabIndex={-1}
          {...(theme === 'auto' ? {} : { 'data-theme': theme })}
          {...(open ? { 'data-open': '' } : {})}
          {...(className === undefined ? {} : { className })}
          aria-label={words.viewer}
          style={{ height, ...style }}
        >
          {children}
        </section>
      </ViewerContext.Provider>
    );
  },
);
