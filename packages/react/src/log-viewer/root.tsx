import { LogStreamError, type LogStream, type OpenPatternWorker } from '@tailrace/core';
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
import { given } from '../lib/given.js';
import { listen, undoAll } from '../lib/listeners.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { useStore } from '../lib/store.js';
import { isTimeZone } from '../lib/time-zone.js';
import { useLatest } from '../lib/use-latest.js';
import { useTailrace } from '../provider.js';
import { snapshotBefore } from './full-state.js';
import { createHandle, type LogViewerHandle } from './handle.js';
import { resolveLabels, type ViewerLabels } from './labels.js';
import { bringSoon } from './late-parts.js';
import { COPY_FORMATS, type CopyFormat } from './model/copy-format.js';
import { useViewerKeys } from './use-viewer-keys.js';
import { useNoError } from './use-no-error.js';
import { usePermalinks } from './use-permalinks.js';
import { usePreferences } from './use-preferences.js';
import { searchQuery, useChange, useViewerControl, type ViewerControlProps } from './use-viewer-control.js';
import { useViewerSource, type ViewerSourceProps } from './use-viewer-source.js';
import { ViewerContext, type FullContextValue } from './viewer-context.js';
import { TIMESTAMP_MODES, type TimestampMode } from './viewer-state.js';
import { Viewer } from './viewer.js';

/** Props of {@link LogViewerRoot} and `LogViewer`. Give one of `source`, `stream`, `jobRunId` and `filterType`. */
export interface LogViewerRootProps extends ViewerSourceProps, ViewerControlProps {
  /**
   * A stream that you created. If nobody has connected it, it is connected while the viewer shows it. If `source` is given as well,
   * the source is not opened; it only says where the full log can be downloaded.
   */
  readonly stream?: LogStream | null;
  /** A CSS length, or pixels as a number or its digits. Default 480px. */
  readonly height?: string | number;
  /** Start at the end and follow it. Default true. Scrolling away stops following, scrolling to the end resumes it. */
  readonly autoScroll?: boolean;
  /** Lines kept. Default 10,000. Not for `stream`, which has its own limits. */
  readonly bufferLines?: number;
  /** Bytes kept. Default 16 MiB. Not for `stream`, which has its own limits. */
  readonly bufferBytes?: number;
  /** Default `auto`: a `data-theme` on an ancestor, or the system's theme. */
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Wrap long lines. Default false. The user can change it. */
  readonly wrap?: boolean;
  /** `true` means `local`, `false` means `off`. Default true. The user can change it. */
  readonly showTimestamps?: boolean | TimestampMode;
  /** IANA time zone for local times, such as `Europe/Vienna`. Default: the browser's, which also replaces an invalid name (reported to `onError`). */
  readonly timeZone?: string;
  /** Fractional digits of the seconds, 0 to 9. Default: as sent, at least three. */
  readonly timestampDigits?: number;
  /**
   * The page's URL identifies the selected lines (`#L120-L140@…`); when such a URL is opened, the viewer selects them and scrolls to them. If a
   * page has several viewers, give each a name. Default false: the URL belongs to the page; see `onSelectionChange` and `openLink`.
   */
  readonly permalinks?: boolean | string;
  /** Remembers wrap, timestamps, levels, copy format and the find options under this name in the browser's local storage. */
  readonly persist?: string;
  /** The format of copied lines. Default `text`: exactly the displayed message. The user can change it. */
  readonly copyFormat?: CopyFormat;
  /**
   * Opens the worker for regular expressions that may take long. Default: a worker from a `blob:` URL, which some policies forbid. Read
   * when the viewer starts to show a stream; called for each worker, because one that takes too long is killed and replaced.
   */
  readonly openWorker?: OpenPatternWorker | undefined;
  /** UI text to replace; see `DEFAULT_LABELS`. */
  readonly labels?: Partial<ViewerLabels>;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** Called for every error of the stream, including those it recovers from (`retryable`), and for a prop with an invalid value. */
  readonly onError?: (error: LogStreamError) => void;
  /** The parts. */
  readonly children?: ReactNode;
}

/** How many fractional digits the seconds of a timestamp may have. */
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

function timestampMode(value: boolean | TimestampMode): TimestampMode {
  return TIMESTAMP_MODES.find((mode) => mode === value) ?? (value === false ? 'off' : 'local');
}

/** The message for a prop whose value an untyped caller made up; undefined if the value is valid. */
function wrongProp(name: string, value: unknown, known: readonly unknown[]): string | undefined {
  return known.includes(value)
    ? undefined
    : `${name} must be one of ${known.join(', ')}, not ${String(value)}.`;
}

/** The frame of a viewer: reads a log and provides its parts with what they need. */
export const LogViewerRoot = forwardRef<LogViewerHandle, LogViewerRootProps>(
  function LogViewerRoot(props, ref) {
    const { stream: own, bufferLines, bufferBytes, autoScroll = true, openWorker, onError } = props;
    const { wrap = false, showTimestamps = true, copyFormat = 'text', permalinks = false, persist } = props;
    const { height = 480, theme = 'auto', labels, className, style, children } = props;
    const { service } = useTailrace();
    const timestamps = timestampMode(showTimestamps);
    const timestampDigits = DIGITS.find((each) => each === props.timestampDigits);
    const wrongZone = useMemo(
      () => (props.timeZone === undefined || isTimeZone(props.timeZone) ? undefined : props.timeZone),
      [props.timeZone],
    );
    const timeZone = wrongZone === undefined ? props.timeZone : undefined;
    const wanted = useViewerSource(props);
    const asked = Boolean(own) || wanted.asked;
    const [viewer] = useState(
      () =>
        new Viewer({
          snapshot: snapshotBefore(asked),
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

    const opened = useStreamLease(own ? null : wanted.source, given({ bufferLines, bufferBytes }));
    const wrongStream = useMemo(() => {
      if (!own || typeof own.getSnapshot === 'function') return undefined;
      const message = 'stream is what createLogStream(…) gives. A source goes into `source`.';
      return new LogStreamError('invalid-argument', message);
    }, [own]);
    const connected = useConnectedStream(wrongStream ? null : own);
    const stream = connected ?? opened.stream;
    const openError = wrongStream ?? wanted.error ?? opened.error;
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
      if (openError) latest.current.onError?.(openError);
      if (!stream) viewer.store.set({ snapshot: snapshotBefore(asked, openError) });
    }, [viewer, stream, asked, openError, latest]);

    const wrong =
      wrongZone === undefined
        ? (wrongProp('showTimestamps', showTimestamps, [true, false, ...TIMESTAMP_MODES]) ??
          wrongProp('copyFormat', copyFormat, COPY_FORMATS) ??
          wrongProp('theme', theme, ['auto', 'light', 'dark']) ??
          wrongProp('timestampDigits', props.timestampDigits ?? 0, DIGITS))
        : `There is no time zone "${wrongZone}". Give an IANA name like Europe/Vienna; until then times are the reader's.`;
    useEffect(() => {
      if (wrong !== undefined) latest.current.onError?.(new LogStreamError('invalid-argument', wrong));
    }, [wrong, latest]);

    useEffect(() => {
      viewer.viewport.sticky = autoScroll;
    }, [viewer, autoScroll]);
    useChange(autoScroll, () => viewer.follow(autoScroll));
    useChange(wrap, () => viewer.setWrap(wrap));
    useChange(timestamps, () => viewer.setTimestamps(timestamps));
    useChange(copyFormat, () => viewer.setCopyFormat(copyFormat));
    useChange(`${timeZone} ${timestampDigits}`, () => viewer.store.set({ timeZone, timestampDigits }));

    usePermalinks(viewer, permalinks === false ? undefined : permalinks === true ? '' : permalinks);
    const size = typeof height === 'string' && /^\d+$/.test(height) ? Number(height) : height;
    useIsomorphicLayoutEffect(() => {
      const box = root.current;
      // A page's policy may forbid style attributes in server-rendered HTML; styles set by a script are allowed.
      if (box && !box.style.height) box.style.height = typeof size === 'number' ? `${size}px` : size;
    }, [size]);

    useViewerKeys(viewer, root);
    useNoError(viewer);
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
          // Safari on a Mac does not focus a pressed button but an element around it, so the root handles keys, too.
          tabIndex={-1}
          data-theme={theme === 'auto' ? undefined : theme}
          data-open={open ? '' : undefined}
          className={className}
          aria-label={words.viewer}
          style={{ height: size, ...style }}
        >
          {children}
        </section>
      </ViewerContext.Provider>
    );
  },
);
