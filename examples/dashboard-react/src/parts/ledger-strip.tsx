import type { Ledger } from '@tailrace/core';
import type { ReactNode } from 'react';

const PARTS: readonly {
  readonly key: Exclude<keyof Ledger, 'unknown'>;
  readonly word: string;
  readonly meaning: string;
}[] = [
  { key: 'stored', word: 'new', meaning: 'shown, each once' },
  { key: 'duplicates', word: 'seen before', meaning: 'sent again after a cut, and recognised' },
  { key: 'dropped', word: 'dropped', meaning: 'left out because of a limit; a gap shows where' },
  { key: 'malformed', word: 'unreadable', meaning: 'could not be read as a line' },
];

/** What became of every line received; the sum always holds. */
export function LedgerStrip({ ledger }: { readonly ledger: Ledger }): ReactNode {
  return (
    <p className="ledger" aria-label="Ledger of this stream">
      <span title="lines that arrived, over every connection">
        <b>{ledger.received.toLocaleString('en')}</b> received
      </span>
      {PARTS.map(({ key, word, meaning }, index) => (
        <span key={key} title={meaning} data-zero={ledger[key] === 0 ? '' : undefined}>
          <i aria-hidden="true">{index === 0 ? '=' : '+'}</i> <b>{ledger[key].toLocaleString('en')}</b> {word}
        </span>
      ))}
      <span
        className="ledger-gaps"
        title="gaps that could not be filled"
        data-some={ledger.gaps > 0 ? '' : undefined}
      >
        <b>{ledger.gaps.toLocaleString('en')}</b> {ledger.gaps === 1 ? 'gap' : 'gaps'}
      </span>
    </p>
  );
}
