import { EXPORT_TYPES, exportItems, LogStreamError, type ExportFormat } from '@tailrace/core';
import type { ReactElement, RefObject } from 'react';
import { toBlob } from '../../lib/to-blob.js';
import { fileName, saveFile } from '../save-file.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import type { Transfer } from './download.js';

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = { text: 'log', ndjson: 'ndjson', csv: 'csv' };

/** Props of {@link DownloadPanel}. */
export interface DownloadPanelProps {
  readonly transfer: Transfer | undefined;
  readonly onTransfer: (transfer: Transfer | undefined) => void;
  /** Aborts the running transfer when the button disappears. */
  readonly running: RefObject<AbortController | undefined>;
  readonly close: () => void;
}

/** What can be saved. */
export function DownloadPanel({ transfer, onTransfer, running, close }: DownloadPanelProps): ReactElement {
  const { viewer, labels, service } = useViewerContext();
  const source = useViewerState((state) => state.source);
  const title = useViewerState((state) => state.stream?.title ?? '');
  const shown = useViewerState((state) => state.shown);

  const save = async (format: ExportFormat): Promise<void> =>
    saveFile(
      [await toBlob([], exportItems(viewer.view, format), '')],
      fileName(title, EXTENSIONS[format]),
      EXPORT_TYPES[format],
    );

  const saveFull = async (): Promise<void> => {
    if (!source) return;
    const abort = new AbortController();
    running.current = abort;
    onTransfer({ kind: 'running', bytes: 0 });
    try {
      const { bytes, filename } = await service.download(source, {
        signal: abort.signal,
        onProgress: ({ loaded }) => onTransfer({ kind: 'running', bytes: loaded }),
      });
      saveFile([bytes as Uint8Array<ArrayBuffer>], filename, EXPORT_TYPES.text);
      onTransfer(undefined);
    } catch (thrown) {
      if (abort.signal.aborted) return;
      const why = thrown instanceof LogStreamError ? thrown.message : String(thrown);
      onTransfer({ kind: 'failed', why });
    }
  };

  const item = (name: string, run: () => void, enabled: boolean): ReactElement => (
    <button
      type="button"
      disabled={!enabled}
      onClick={() => {
        run();
        close();
      }}
    >
      {name}
    </button>
  );
  return (
    <>
      {item(labels.downloadText, () => void save('text'), shown > 0)}
      {item(labels.downloadNdjson, () => void save('ndjson'), shown > 0)}
      {item(labels.downloadCsv, () => void save('csv'), shown > 0)}
      {source?.download ? (
        <>
          <hr />
          {item(labels.downloadFull, () => void saveFull(), transfer?.kind !== 'running')}
        </>
      ) : null}
      {transfer?.kind === 'failed' ? (
        <div data-tailrace="field-error" role="alert">
          {labels.downloadFailed(transfer.why)}
        </div>
      ) : null}
    </>
  );
}
