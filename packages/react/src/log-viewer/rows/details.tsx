import { jsonText, type LogEntry } from '@tailrace/core';
import { useMemo, useState, type ReactElement } from 'react';
import { copyText } from '../../lib/copy-text.js';
import { useViewerContext } from '../viewer-context.js';
import { findJson } from './json-message.js';
import { JsonTree } from './json-tree.js';
import { cutText } from './row-text.js';
import { VisibleText } from './visible-text.js';

/** Maximum number of facts listed for a line, and characters of each. */
const FACTS = 200;
const FACT = 2_000;

/** The details of a line: its origin, its metadata and the JSON in its message. */
export function RowDetails({ entry }: { readonly entry: LogEntry }): ReactElement {
  const { seq, metadata, message } = entry;
  const json = useMemo(() => findJson(message), [message]);
  const known: readonly (readonly [string, string | undefined])[] = [
    ['timestamp', entry.timestamp],
    ['id', entry.id],
    ...Object.entries(entry.labels),
    ['progress', entry.progress === undefined ? undefined : `${entry.progress} %`],
  ];
  const facts = known.filter((fact): fact is [string, string] => fact[1] !== undefined);
  return (
    <div data-tailrace="details">
      {facts.length === 0 ? null : (
        <dl>
          {facts.slice(0, FACTS).map(([name, text], index) => (
            <div key={index} data-tailrace="fact">
              <dt>
                <VisibleText>{cutFact(name)}</VisibleText>
              </dt>
              <dd dir="auto">
                <VisibleText>{cutFact(text)}</VisibleText>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {metadata && Object.keys(metadata).length > 0 ? (
        <JsonPart name={`${seq} metadata`} value={metadata} text={() => jsonText(metadata, 2)} />
      ) : null}
      {json ? <JsonPart name={`${seq} message`} value={json.value} text={() => json.text} /> : null}
    </div>
  );
}

function cutFact(text: string): string {
  return text.length > FACT ? `${cutText(text, FACT)}…` : text;
}

interface JsonPartProps {
  readonly name: string;
  readonly value: object;
  readonly text: () => string;
}

/** A tree, and a button that copies the JSON exactly as it was sent. */
function JsonPart({ name, value, text }: JsonPartProps): ReactElement {
  const { viewer, labels } = useViewerContext();
  const [copied, setCopied] = useState<boolean>();
  const copy = async (): Promise<void> => setCopied(await copyText(text(), viewer.viewport.scroller));
  return (
    <>
      <JsonTree name={name} value={value} />
      <button type="button" data-tailrace="inline-button" onClick={() => void copy()}>
        {copied === undefined ? labels.copyJson : copied ? labels.copied : labels.copyFailed}
      </button>
    </>
  );
}
