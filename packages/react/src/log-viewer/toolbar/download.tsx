import { EXPORT_TYPES, exportItems, LogStreamError, type ExportFormat } from '@tailrace/core';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { fileName, saveFile } from '../save-file.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Menu } from './menu.js';

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = { text: 'log', ndjson: 'ndjson', csv: 'csv' };

type Transfer =
  { readonly kind: 'running'; readonly bytes: number } | { readonly kind: 'failed'; readonly why: string };

/** Saves the lines that are shown as text, NDJSON or CSV; and the server's full log, where it offers one. */
export function LogViewerDownload(): ReactElement {
  const { viewer, labels, service } = useViewerContext();
  const source = useViewerState((state) => state.source);
  const title = useViewerState((state) => state.stream?.title ?? '');
  const shown = useViewerState((state) => state.shown);
  const [transfer, setTransfer] = useState<Transfer>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const save = (format: ExportFormat): void =>
    saveFile(
      [...exportItems(viewer.view, format)],
      fileName(title, EXTENSIONS[format]),
      EXPORT_TYPES[format],
    );

  const saveFull = async (): Promise<void> => {
    if (!source) return;
    const abort = new AbortController();
    running.current = abort;
    setTransfer({ kind: 'running', bytes: 0 });
    try {
      const { bytes, filename } = await service.download(source, {
        signal: abort.signal,
        onProgress: ({ loaded }) => setTransfer({ kind: 'running', bytes: loaded }),
      });
      saveFile([bytes as Uint8Array<ArrayBuffer>], filename, EXPORT_TYPES.text);
      setTransfer(undefined);
    } catch (thrown) {
      if (abort.signal.aborted) return;
      const why = thrown instanceof LogStreamError ? thrown.message : String(thrown);
      setTransfer({ kind: 'failed', why });
    }
  };

  const label =
    transfer?.kind === 'running'
      ? labels.downloading(transfer.bytes)
      : transfer?.kind === 'failed'
        ? labels.downloadFailed(transfer.why)
        : labels.download;

  return (
    <Menu
      name="download"
      side="end"
      button={{ icon: transfer?.kind === 'failed' ? 'failed' : 'download', label }}
    >
      {(close) => {
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
            {item(labels.downloadText, () => save('text'), shown > 0)}
            {item(labels.downloadNdjson, () => save('ndjson'), shown > 0)}
            {item(labels.downloadCsv, () => save('csv'), shown > 0)}
            {source?.download ? (
              <>
                <hr />
                {item(labels.downloadFull, () => void saveFull(), transfer?.kind !== 'running')}
              </>
            ) : null}
            {transfer?.kind === 'failed' ? (
              <div data-tailrace="field-error" role="alert">
                {label}
              </div>
            ) : null}
          </>
        );
      }}
    </Menu>
  );
}
