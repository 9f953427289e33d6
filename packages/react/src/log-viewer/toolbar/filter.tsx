import type { ReactElement } from 'react';
import type { FilterMode } from '../filter-draft.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';
import { QueryField, QueryToggle } from './query-field.js';

/** The filter box: shows only lines that contain a text, match a regular expression, or meet the conditions of a query. */
export function LogViewerFilter(): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const text = useViewerState((state) => state.filterText);
  const mode = useViewerState((state) => state.filterMode);
  const error = useViewerState((state) => state.filterError);
  const query = mode === 'query';
  const setText = (next: string): void => viewer.filter.setText(next, mode);

  const toggle = (which: FilterMode, label: string, glyph: string, hint = ''): ReactElement => (
    <QueryToggle
      label={label}
      title={label + hint}
      glyph={glyph}
      on={mode === which}
      onClick={() => viewer.filter.setText(text, mode === which ? 'text' : which)}
    />
  );

  return (
    <div data-tailrace="filter-field">
      <QueryField
        icon="filter"
        data-tailrace="filter"
        data-mode={mode}
        value={text}
        onText={setText}
        error={error}
        errorId={`${id}filter-error`}
        placeholder={query ? labels.filterQueryPlaceholder : labels.filterPlaceholder}
        aria-label={labels.filter}
        title={error ?? (query ? labels.filterQueryHint : undefined)}
      >
        {text === '' ? null : (
          <Button look="small" icon="close" label={labels.filterClear} onClick={() => setText('')} />
        )}
        {toggle('query', labels.filterQuery, '&|', `. ${labels.filterQueryHint}`)}
        {toggle('regex', labels.filterRegex, '.*')}
      </QueryField>
    </div>
  );
}
