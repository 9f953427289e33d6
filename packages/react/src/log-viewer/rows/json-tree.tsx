import type { ReactElement } from 'react';

/** Entries of one level that are drawn; the rest is said in a number. */
const MAX_ENTRIES = 200;
const MAX_DEPTH = 12;

/** Props of {@link JsonTree}. */
export interface JsonTreeProps {
  readonly value: unknown;
  /** Key under which the value stands. */
  readonly name?: string | undefined;
  readonly depth?: number;
}

function scalar(value: unknown): { readonly type: string; readonly text: string } {
  if (value === null) return { type: 'null', text: 'null' };
  if (typeof value === 'string') return { type: 'string', text: JSON.stringify(value) };
  return { type: typeof value, text: JSON.stringify(value) ?? typeof value };
}

/** A JSON value as a tree that opens and closes. Text nodes only. */
export function JsonTree({ value, name, depth = 0 }: JsonTreeProps): ReactElement {
  const key = name === undefined ? null : <span data-tailrace="json-key">{name}: </span>;
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) {
    const { type, text } = scalar(typeof value === 'object' && value !== null ? '…' : value);
    return (
      <div data-tailrace="json-leaf">
        {key}
        <span data-tailrace="json-value" data-type={type} dir="auto">
          {text}
        </span>
      </div>
    );
  }
  const entries: [string, unknown][] = Object.entries(value);
  const list = Array.isArray(value);
  const children = entries
    .slice(0, MAX_ENTRIES)
    .map(([childName, child]) => (
      <JsonTree key={childName} name={childName} value={child} depth={depth + 1} />
    ));
  if (entries.length > MAX_ENTRIES) children.push(<div key="…">… {entries.length - MAX_ENTRIES}</div>);
  if (depth === 0) return <div data-tailrace="json-tree">{children}</div>;
  return (
    <details data-tailrace="json-branch" open={depth < 2 && entries.length <= 20}>
      <summary>
        {key}
        <span data-tailrace="json-size">{list ? `[${entries.length}]` : `{${entries.length}}`}</span>
      </summary>
      {children}
    </details>
  );
}
