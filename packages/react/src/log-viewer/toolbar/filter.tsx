import { useState, type ReactElement } from 'react';
import type { FilterMode } from '../filter-draft.js';
import { Icon } from '../icons.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';

/** Shows only the lines that hold a text, match an expression, or meet the conditions of a query. */
export function LogViewerFilter(): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const text = useViewerState((state) => state.filterText);
  const mode = useViewerState((state) => state.filterMode);
  const error = useViewerState((state) => state.filterError);
  const pending = useViewerState((state) => state.filterPending);
  const [composing, setComposing] = useState<string>();
  const invalid = error !== undefined;
  const query = mode === 'query';

  const toggle = (which: FilterMode, label: string, glyph: string, title?: string): ReactElement => (
    <Button
      look="small"
      label={label}
      title={title ?? label}
      aria-pressed={mode === which}
      onClick={() => viewer.filter.setText(text, mode === which ? 'text' : which)}
    >
      <span aria-hidden="true" data-glyph={glyph} />
    </Button>
  );

  return (
    <div data-tailrace="filter-field">
      <div
        data-tailrace="field"
        {...(invalid ? { 'data-invalid': '' } : {})}
        {...(pending ? { 'data-pending': '' } : {})}
      >
        <Icon name="filter" />
        <input
          data-tailrace="filter"
          data-mode={mode}
          type="search"
          value={composing ?? text}
          placeholder={query ? labels.filterQueryPlaceholder : labels.filterPlaceholder}
          aria-label={labels.filter}
          aria-invalid={invalid}
          {...(invalid ? { 'aria-describedby': `${id}filter-error` } : {})}
          title={error ?? (query ? labels.filterQueryHint : undefined)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onCompositionStart={(event) => setComposing(event.currentTarget.value)}
          onCompositionEnd={(event) => {
            setComposing(undefined);
            viewer.filter.setText(event.currentTarget.value, mode);
          }}
          onChange={(event) => {
            if (composing === undefined) viewer.filter.setText(event.currentTarget.value, mode);
            else setComposing(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.key !== 'Escape' || text === '') return;
            event.stopPropagation();
            viewer.filter.setText('', mode);
          }}
        />
        {text === '' ? null : (
          <Button
            look="small"
            icon="close"
            label={labels.filterClear}
            onClick={() => viewer.filter.setText('', mode)}
          />
        )}
        {toggle('query', labels.filterQuery, '&|', `${labels.filterQuery}. ${labels.filterQueryHint}`)}
        {toggle('regex', labels.filterRegex, '.*')}
      </div>
      {invalid ? (
        <div data-tailrace="field-error" id={`${id}filter-error`} role="alert">
          {error}
        </div>
      ) : null}
    </div>
  );
}
