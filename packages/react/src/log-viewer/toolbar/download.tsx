import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useViewerContext } from '../viewer-context.js';
import { Menu } from './menu.js';

/** The download of the server's full log: in progress or failed. */
export type Transfer =
  { readonly kind: 'running'; readonly bytes: number } | { readonly kind: 'failed'; readonly why: string };

/** A menu that saves the shown lines as text, NDJSON or CSV, or the server's full log, if it offers one. */
export function LogViewerDownload(): ReactElement {
  const { labels } = useViewerContext();
  const [transfer, setTransfer] = useState<Transfer>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

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
      {(parts, close) => (
        <parts.DownloadPanel transfer={transfer} onTransfer={setTransfer} running={running} close={close} />
      )}
    </Menu>
  );
}
