/**
 * Reads and changes which label values a filter asks for, whether through `labels` or through `streams`, `types`, `steps` or
 * `sources`. Pure.
 */
import type { Facets, LogFilter } from '@tailrace/core';
import { LIST_NAMES, type ListName } from './count-choices.js';
import { labelValues, withLabel } from './filter-draft.js';

/** The labels that each list condition of a filter tests. */
const LISTS = {
  streams: ['stream'],
  types: ['type', 'log_type'],
  steps: ['step_name', 'task_name'],
  sources: ['service', 'task_run_id', 'job_run_id'],
} as const satisfies Readonly<Record<ListName, readonly string[]>>;

const listOf = (name: string): ListName | undefined =>
  LIST_NAMES.find((list) => (LISTS[list] as readonly string[]).includes(name));

/** Whether an entry of a list matches a value; steps are matched by a part of their name. */
function meets(list: ListName, asked: string, value: string): boolean {
  return list === 'steps' ? value.toLowerCase().includes(asked.toLowerCase()) : value === asked;
}

/** The label under which values are listed that the filter asks for but no line has. */
function homeOf(list: ListName, facets: Facets): string {
  const labels: readonly string[] = LISTS[list];
  return labels.find((name) => facets.has(name)) ?? (labels[0] as string);
}

/** Every value that the lines have in one of the list's labels. */
const valuesOf = (list: ListName, facets: Facets): readonly string[] =>
  LISTS[list].flatMap((name) => [...(facets.get(name)?.keys() ?? [])]);

/** The values of a label that a filter lets pass because it asks for them. */
export function chosenValues(filter: LogFilter, name: string, facets: Facets): readonly string[] {
  const named = labelValues(filter, name);
  const list = listOf(name);
  const asked = list && filter[list];
  if (!asked) return named;
  const known = [...(facets.get(name)?.keys() ?? [])];
  const met = known.filter((value) => asked.some((each) => meets(list, each, value)));
  const all = valuesOf(list, facets);
  const unmet =
    name === homeOf(list, facets)
      ? asked.filter((each) => !all.some((value) => meets(list, each, value)))
      : [];
  return [...new Set([...named, ...met, ...unmet])];
}

/** The filter's list that asks for values of this label. A list may ask for those of other labels alone; then it is a condition beside this one. */
function listFor(filter: LogFilter, name: string, facets: Facets): ListName | undefined {
  const list = listOf(name);
  const asked = list && filter[list];
  return asked && chosenValues({ [list]: asked }, name, facets).length > 0 ? list : undefined;
}

/** The labels of which a filter asks for values. */
export function chosenLabels(filter: LogFilter, facets: Facets): readonly string[] {
  const names = new Set(Object.keys(filter.labels ?? {}));
  for (const list of LIST_NAMES)
    for (const name of LISTS[list]) if (chosenValues(filter, name, facets).length > 0) names.add(name);
  return [...names];
}

/** The filter without any condition on labels. */
export function withoutChoices(filter: LogFilter): LogFilter {
  const {
    labels: _labels,
    streams: _streams,
    types: _types,
    steps: _steps,
    sources: _sources,
    ...rest
  } = filter;
  return rest;
}

function withList(filter: LogFilter, list: ListName, values: readonly string[]): LogFilter {
  const { [list]: _old, ...rest } = filter;
  return values.length === 0 ? rest : { ...rest, [list]: values };
}

/** The list without a value. */
function without(asked: readonly string[], list: ListName, value: string, facets: Facets): readonly string[] {
  const kept = asked.filter((each) => !meets(list, each, value));
  const dropped = asked.filter((each) => meets(list, each, value));
  // A partial name that matched several steps is replaced by the names of the others, unless these match this one as well.
  const others = valuesOf(list, facets).filter(
    (other) => dropped.some((each) => meets(list, each, other)) && !meets(list, other, value),
  );
  return [...new Set([...kept, ...others])];
}

/** Toggles a label value in the filter. Without any value left, the label is not filtered. */
export function toggleValue(filter: LogFilter, name: string, value: string, facets: Facets): LogFilter {
  const on = !chosenValues(filter, name, facets).includes(value);
  const named = labelValues(filter, name);
  const list = listFor(filter, name, facets);
  const asked = list && filter[list];
  let next = filter;
  if (asked) next = withList(next, list, on ? [...asked, value] : without(asked, list, value, facets));
  // All conditions must hold, so the value is added to each condition on the label.
  const others = named.filter((each) => each !== value);
  if (named.length > 0 || !asked) next = withLabel(next, name, on ? [...others, value] : others);
  return next;
}

/**
 * Of a label's values, asks for this one alone. A list that asks for others of them goes, with whatever else it names: its lines meet one or the
 * other, so that those of this value need not meet the rest.
 */
export function onlyValue(filter: LogFilter, name: string, value: string, facets: Facets): LogFilter {
  const list = listFor(filter, name, facets);
  return withLabel(list ? withList(filter, list, []) : filter, name, [value]);
}
