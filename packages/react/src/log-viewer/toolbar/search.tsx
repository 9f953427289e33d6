import type { ReactElement } from 'react';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';
import { QueryField, QueryToggle } from './query-field.js';

/** The find box: finds a term in all shown lines, with count, next and previous, match case, whole word and regular expression. */
export function LogViewerSearch(): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const find = useViewerState((state) => state.find);
  const { term, total, error, told } = find;
  const { regex = false, caseSensitive = false, wholeWord = false } = find.options;
  const options = { regex, caseSensitive, wholeWord };

  const step = (icon: 'up' | 'down', label: string, direction: 'previous' | 'next'): ReactElement => (
    <Button
      look="small"
      icon={icon}
      label={label}
      disabled={total === 0}
      onClick={() => viewer.search.step(direction)}
    />
  );
  const toggle = (name: keyof typeof options, label: string, glyph: string): ReactElement => (
    <QueryToggle
      label={label}
      glyph={glyph}
      on={options[name]}
      onClick={() => viewer.search.find(term, { ...options, [name]: !options[name] })}
    />
  );

  return (
    <div data-tailrace="find-field">
      <QueryField
        icon="search"
        data-tailrace="search"
        id={`${id}search`}
        box={{ role: 'search', 'aria-label': `${labels.viewer}: ${labels.search}` }}
        value={term}
        onText={(text) => viewer.search.find(text, options)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          viewer.search.step(event.shiftKey ? 'previous' : 'next');
        }}
        error={error}
        placeholder={labels.searchPlaceholder}
        aria-label={labels.search}
        aria-describedby={`${id}search-state`}
      >
        {term === '' ? null : (
          <>
            <span data-tailrace="search-count" title={labels.searchState(find.current, total)}>
              {find.current}/{total}
            </span>
            {step('up', labels.searchPrevious, 'previous')}
            {step('down', labels.searchNext, 'next')}
          </>
        )}
        {toggle('caseSensitive', labels.searchCase, 'Aa')}
        {toggle('wholeWord', labels.searchWord, 'ab')}
        {toggle('regex', labels.searchRegex, '.*')}
        <span data-tailrace="hidden" id={`${id}search-state`} role="status">
          {error ?? (told && labels.searchState(told.current, told.total))}
        </span>
      </QueryField>
    </div>
  );
}
