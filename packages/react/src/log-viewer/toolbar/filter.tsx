import type { ReactElement } from 'react';
import { Icon } from '../icons.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';

/** Shows only the lines that hold a text, or match an expression. */
export function LogViewerFilter(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const text = useViewerState((state) => state.filterText);
  const regex = useViewerState((state) => state.filterRegex);
  const error = useViewerState((state) => state.filterError);
  const invalid = error !== undefined;
  return (
    <div data-tailrace="filter-field">
      <div data-tailrace="field" {...(invalid ? { 'data-invalid': '' } : {})}>
        <Icon name="filter" />
        <input
          data-tailrace="filter"
          type="search"
          value={text}
          placeholder={labels.filterPlaceholder}
          aria-label={labels.filter}
          aria-invalid={invalid}
          title={error}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => viewer.setFilterText(event.currentTarget.value, regex)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return;
            event.stopPropagation();
            viewer.setFilterText('', regex);
          }}
        />
        {text === '' ? null : (
          <Button
            look="small"
            icon="close"
            label={labels.filterClear}
            onClick={() => viewer.setFilterText('', regex)}
          />
        )}
        <Button
          look="small"
          label={labels.filterRegex}
          aria-pressed={regex}
          onClick={() => viewer.setFilterText(text, !regex)}
        >
          <span aria-hidden="true" data-glyph=".*" />
        </Button>
      </div>
      {invalid ? (
        <div data-tailrace="field-error" role="alert">
          {error}
        </div>
      ) : null}
    </div>
  );
}
