import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { countChoices } from '../count-choices.js';
import { onlyValue, toggleValue, withoutChoices } from '../facet-choice.js';
import { listFacets } from '../facet-list.js';
import { withContext } from '../filter-draft.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Choice } from './choice.js';
import { QueryField } from './query-field.js';

/** The choices for the number of context lines. */
const CONTEXT = [0, 1, 2, 3, 5, 10, 20];

/** Values that can be looked through without typing. */
const FEW = 20;
/** Values listed at first, and more of them with each press: thousands would take seconds to draw. */
const PAGE = 100;

const boxesAround = (element: Element): HTMLElement[] => [
  ...(element.closest('[data-tailrace="facets"]') as Element).querySelectorAll<HTMLElement>(
    '[type="checkbox"]',
  ),
];

function onFieldKey(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  boxesAround(event.currentTarget)[0]?.focus();
}

/** The label values of the lines, with the number of lines for each. A component of its own, so that only the open menu re-renders. */
function Facets(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const filter = useViewerState((state) => state.filter);
  useViewerState((state) => state.counts); // re-renders with every line
  const [{ typed, limit }, setQuery] = useState({ typed: '', limit: PAGE });
  const { facets } = viewer;
  const list = listFacets(filter, facets, { typed, limit, nameOf: labels.facet });
  return (
    <>
      {list.all > FEW || typed !== '' ? (
        <QueryField
          icon="search"
          aria-label={labels.facetsFind}
          placeholder={labels.facetsFind}
          value={typed}
          error={undefined}
          onText={(text) => setQuery({ typed: text, limit: PAGE })}
          onKeyDown={onFieldKey}
        >
          {null}
        </QueryField>
      ) : null}
      {list.facets.map(({ name, values, chosen }) => (
        <fieldset key={name} data-tailrace="facet" data-label={name}>
          <legend>{labels.facet(name)}</legend>
          {values.map((value) => {
            const words = value === '' ? labels.facetEmpty : value;
            return (
              <Choice
                key={value}
                name={words}
                checked={chosen.includes(value)}
                onToggle={() => viewer.filter.change(toggleValue(filter, name, value, facets))}
                onOnly={() => viewer.filter.change(onlyValue(filter, name, value, facets))}
              >
                <span data-tailrace="facet-value" dir="auto" title={value}>
                  {words}
                </span>
                <span data-tailrace="count">{labels.count(facets.get(name)?.get(value) ?? 0)}</span>
              </Choice>
            );
          })}
        </fieldset>
      ))}
      {list.more > 0 ? (
        <button
          type="button"
          onClick={(event) => {
            // The new ones follow the last of the old ones.
            boxesAround(event.currentTarget).at(-1)?.focus();
            setQuery({ typed, limit: limit + PAGE });
          }}
        >
          {labels.jsonMore(list.more)}
        </button>
      ) : null}
      {list.crowded.length > 0 ? <p>{labels.facetsCrowded(list.crowded.join(', '))}</p> : null}
      <p role="status">{list.facets.length === 0 && typed !== '' ? labels.searchState(0, 0) : null}</p>
    </>
  );
}

/** Chooses how many context lines are shown around each line that passes the filter. */
export function LogViewerContextLines(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const filter = useViewerState((state) => state.filter);
  const { context = 0 } = filter;
  return (
    <div data-tailrace="context-lines">
      <label>
        {labels.contextLines}{' '}
        <select
          data-tailrace="context"
          form=""
          value={context}
          onChange={(event) => viewer.filter.change(withContext(filter, Number(event.currentTarget.value)))}
        >
          {[...new Set([...CONTEXT, context])]
            .sort((a, b) => a - b)
            .map((lines) => (
              <option key={lines} value={lines}>
                {labels.contextCount(lines)}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}

/** The label values to choose from, and the number of context lines. */
export function FacetsPanel(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const filter = useViewerState((state) => state.filter);
  return (
    <div data-tailrace="facets">
      <LogViewerContextLines />
      <Facets />
      {countChoices(filter) > 0 ? (
        <button
          type="button"
          onClick={(event) => {
            // The button disappears with the last choice.
            event.currentTarget.parentElement?.querySelector('select')?.focus();
            viewer.filter.change(withoutChoices(filter));
          }}
        >
          {labels.facetsClear}
        </button>
      ) : null}
    </div>
  );
}
