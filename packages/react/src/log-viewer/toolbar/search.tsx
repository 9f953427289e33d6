import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../icons.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';

/** Finds a term in every line that is shown: count, next and previous, case, whole word, regular expression. */
export function LogViewerSearch(): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const find = useViewerState((state) => state.find);
  const [composing, setComposing] = useState<string>();
  const { term } = find;
  const { regex = false, caseSensitive = false, wholeWord = false } = find.options;
  const options = { regex, caseSensitive, wholeWord };
  const invalid = find.error !== undefined;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      viewer.search.step(event.shiftKey ? 'previous' : 'next');
    }
    if (event.key === 'Escape' && term !== '') {
      event.stopPropagation();
      viewer.search.find('', options);
    }
  };
  const toggle = (name: keyof typeof options): void =>
    viewer.search.find(term, { ...options, [name]: !options[name] });

  return (
    <div data-tailrace="find-field">
      <div
        data-tailrace="field"
        role="search"
        aria-label={`${labels.viewer}: ${labels.search}`}
        {...(invalid ? { 'data-invalid': '' } : {})}
      >
        <Icon name="search" />
        <input
          data-tailrace="search"
          type="search"
          id={`${id}search`}
          value={composing ?? term}
          placeholder={labels.searchPlaceholder}
          aria-label={labels.search}
          aria-invalid={invalid}
          aria-describedby={`${id}search-state`}
          title={find.error}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onCompositionStart={(event) => setComposing(event.currentTarget.value)}
          onCompositionEnd={(event) => {
            setComposing(undefined);
            viewer.search.find(event.currentTarget.value, options);
          }}
          onChange={(event) => {
            if (composing === undefined) viewer.search.find(event.currentTarget.value, options);
            else setComposing(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
        {term === '' ? null : (
          <>
            <span data-tailrace="search-count" title={labels.searchState(find.current, find.total)}>
              {find.current}/{find.total}
            </span>
            <Button
              look="small"
              icon="up"
              label={labels.searchPrevious}
              disabled={find.total === 0}
              onClick={() => viewer.search.step('previous')}
            />
            <Button
              look="small"
              icon="down"
              label={labels.searchNext}
              disabled={find.total === 0}
              onClick={() => viewer.search.step('next')}
            />
          </>
        )}
        <Button
          look="small"
          label={labels.searchCase}
          aria-pressed={caseSensitive}
          onClick={() => toggle('caseSensitive')}
        >
          <span aria-hidden="true" data-glyph="Aa" />
        </Button>
        <Button
          look="small"
          label={labels.searchWord}
          aria-pressed={wholeWord}
          onClick={() => toggle('wholeWord')}
        >
          <span aria-hidden="true" data-glyph="ab" data-tailrace="word-glyph" />
        </Button>
        <Button look="small" label={labels.searchRegex} aria-pressed={regex} onClick={() => toggle('regex')}>
          <span aria-hidden="true" data-glyph=".*" />
        </Button>
        <span data-tailrace="hidden" id={`${id}search-state`} role="status">
          {find.error ?? (find.told && labels.searchState(find.told.current, find.told.total))}
        </span>
      </div>
      {invalid ? <div data-tailrace="field-error">{find.error}</div> : null}
    </div>
  );
}
