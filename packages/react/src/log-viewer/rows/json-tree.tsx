import { Fragment, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { listen } from '../../lib/listeners.js';
import { useLatest } from '../../lib/use-latest.js';
import { Icon } from '../icons.js';
import { useViewerContext } from '../viewer-context.js';
import { initialTree, jsonRows, pressRow, treeKey, type JsonRow } from './json-rows.js';
import { VisibleText } from './visible-text.js';

/** Props of {@link JsonTree}. */
export interface JsonTreeProps {
  readonly value: object;
  /** The name under which the viewer remembers what is open. */
  readonly name: string;
}

/** A JSON value as a tree: opened and closed by mouse, and by the keys of a tree. Only what is open is drawn; text nodes only. */
export function JsonTree({ value, name }: JsonTreeProps): ReactElement {
  const { viewer, labels } = useViewerContext();
  const list = useRef<HTMLUListElement>(null);
  const [state, setState] = useState(() => viewer.trees.get(name) ?? initialTree(value));
  const [active, setActive] = useState<string>();
  const rows = useMemo(() => jsonRows(value, state), [value, state]);
  const found = rows.findIndex(({ id }) => id === active);
  const current = Math.max(0, found);

  const press = (row: JsonRow): void => {
    setActive(row.id);
    const next = pressRow(state, row);
    setState(next);
    viewer.trees.set(name, next);
  };
  const onKeyDown = useLatest((event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const done = treeKey(event.key, rows, current);
    if (!done) return;
    event.preventDefault();
    if ('press' in done) return press(rows[current] as JsonRow);
    setActive(rows[done.to]?.id);
    (list.current?.children[done.to] as HTMLElement | undefined)?.focus();
  });
  // A native listener, because the viewer listens on an element around this one and would handle the keys first.
  useEffect(
    () =>
      list.current ? listen(list.current, 'keydown', (event) => onKeyDown.current(event), {}) : undefined,
    [onKeyDown],
  );

  return (
    <ul ref={list} data-tailrace="json-tree" role="tree" aria-label={labels.jsonTree}>
      {rows.map((row, index) => (
        <li
          key={row.id}
          data-tailrace={`json-${row.kind}`}
          role="treeitem"
          tabIndex={index === current ? 0 : -1}
          aria-level={row.depth}
          aria-posinset={row.position}
          aria-setsize={row.size}
          aria-selected={false}
          aria-expanded={row.open}
          style={{ ['--tailrace-depth' as string]: row.depth }}
          onFocus={() => setActive(row.id)}
          onClick={() => press(row)}
        >
          <JsonRowBody row={row} />
        </li>
      ))}
    </ul>
  );
}

/** After each `\n` of a text but the last: it stays, and what follows begins a line, as in a stack trace. Not after a backslash and an n. */
const LINES = /(?<=(?<!\\)(?:\\\\)*\\n)(?!"$)/;

function JsonRowBody({ row }: { readonly row: JsonRow }): ReactElement {
  const { labels } = useViewerContext();
  if (row.kind === 'more') return <span data-tailrace="json-size">{labels.jsonMore(row.left ?? 0)}</span>;
  return (
    <>
      {row.open === undefined ? null : <Icon name="chevron" />}
      <span data-tailrace="json-key">
        <VisibleText>{row.name}</VisibleText>:{' '}
      </span>
      {row.kind === 'branch' ? (
        <span data-tailrace="json-size">{row.text}</span>
      ) : (
        <span data-tailrace="json-value" data-type={row.type} dir="auto">
          {row.text.split(LINES).map((line, at) => (
            <Fragment key={at}>
              {at > 0 ? <br /> : null}
              <VisibleText>{line}</VisibleText>
            </Fragment>
          ))}
        </span>
      )}
    </>
  );
}
