import type { ReactElement } from 'react';
import { countChoices } from '../count-choices.js';
import { chosenLabels, chosenValues, onlyValue, toggleValue, withoutChoices } from '../facet-choice.js';
import { withContext } from '../filter-draft.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Choice } from './choice.js';

/** Labels in the order in which people look for them; others follow, and the ids of runs come last. */
const FIRST = ['stream', 'type', 'log_type', 'step_name', 'task_name', 'service'];
const LAST = ['task_run_id', 'job_run_id'];

/** The choices for the number of context lines. */
const CONTEXT = [0, 1, 2, 3, 5, 10, 20];

function rank(name: string): number {
  const first = FIRST.indexOf(name);
  return first >= 0 ? first : FIRST.length + LAST.indexOf(name) + 1;
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** The label values of the lines, with the number of lines for each. A component of its own, so that only the open menu re-renders. */
function Facets(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const filter = useViewerState((state) => state.filter);
  useViewerState((state) => state.counts); // re-renders with every line
  const { facets } = viewer;
  const chosenNames = chosenLabels(filter, facets);
  const names = [...new Set([...facets.keys(), ...chosenNames])]
    // If all lines belong to one run, there is nothing to choose.
    .filter((name) => !LAST.includes(name) || chosenNames.includes(name) || (facets.get(name)?.size ?? 0) > 1)
    .sort((a, b) => rank(a) - rank(b) || collator.compare(a, b));
  return (
    <>
      {names.map((name) => {
        const counts = facets.get(name);
        const chosen = chosenValues(filter, name, facets);
        const values = [...new Set([...(counts?.keys() ?? []), ...chosen])].sort(collator.compare);
        return (
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
                  <span data-tailrace="count">{labels.count(counts?.get(value) ?? 0)}</span>
                </Choice>
              );
            })}
          </fieldset>
        );
      })}
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
