import type { LogEntry } from '@tailrace/core';
import { useState, type ReactElement } from 'react';
import { copyText } from '../../lib/copy-text.js';
import { useViewerContext } from '../viewer-context.js';
import { JsonTree } from './json-tree.js';
import { parseJsonMessage } from './row-text.js';

/** What lies behind a line: where it comes from, its metadata and the JSON in its message. */
export function RowDetails({ entry }: { readonly entry: LogEntry }): ReactElement {
  const { labels } = useViewerContext();
  const [copied, setCopied] = useState<boolean>();
  const json = parseJsonMessage(entry.message);
  const value = entry.metadata && Object.keys(entry.metadata).length > 0 ? entry.metadata : json;
  const facts = [
    ...(entry.timestamp === undefined ? [] : [['timestamp', entry.timestamp]]),
    ...(entry.id === undefined ? [] : [['id', entry.id]]),
    ...Object.entries(entry.labels),
    ...(entry.progress === undefined ? [] : [['progress', `${entry.progress} %`]]),
  ];
  const copy = async (): Promise<void> => setCopied(await copyText(JSON.stringify(value, null, 2)));
  return (
    <div data-tailrace="details">
      <dl>
        {facts.map(([name, text]) => (
          <div key={name} data-tailrace="fact">
            <dt>{name}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
      {value === undefined ? null : <JsonTree value={value} />}
      {value !== undefined && json !== undefined && value !== json ? <JsonTree value={json} /> : null}
      {value === undefined ? null : (
        <button type="button" data-tailrace="inline-button" onClick={() => void copy()}>
          {copied === undefined ? labels.copyJson : copied ? labels.copied : labels.copyFailed}
        </button>
      )}
    </div>
  );
}
