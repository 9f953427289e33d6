/** Which label values the menu lists: of thousands only the first ones, until somebody types or asks for more. Pure. */
import type { Facets, LogFilter } from '@tailrace/core';
import { chosenLabels, chosenValues } from './facet-choice.js';

/** Labels in the order in which people look for them; others follow, and the ids of runs come last. */
const FIRST = ['stream', 'type', 'log_type', 'step_name', 'task_name', 'service'];
const LAST = ['task_run_id', 'job_run_id'];

function rank(name: string): number {
  const first = FIRST.indexOf(name);
  return first >= 0 ? first : FIRST.length + LAST.indexOf(name) + 1;
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** A label, and those of its values that are listed. */
export interface ListedFacet {
  readonly name: string;
  readonly values: readonly string[];
  /** The values that the filter asks for. */
  readonly chosen: readonly string[];
}

/** See {@link listFacets}. */
export interface FacetList {
  readonly facets: readonly ListedFacet[];
  /** How many values there are, whatever is typed. */
  readonly all: number;
  /** How many others contain what is typed. */
  readonly more: number;
  /** The labels that have too many values to list them, as a query names them. */
  readonly crowded: readonly string[];
}

/** How the list is narrowed. */
export interface FacetQuery {
  /** Values that contain it, in any case, are listed, and all those of a label whose name does. */
  readonly typed: string;
  /** Values listed at most. Those that the filter asks for do not count. */
  readonly limit: number;
  /** The name of a label as it is shown. */
  readonly nameOf: (name: string) => string;
}

/** The labels and values to list. Of what is not listed, nothing is sorted. */
export function listFacets(
  filter: LogFilter,
  facets: Facets,
  { typed, limit, nameOf }: FacetQuery,
): FacetList {
  const sought = typed.trim().toLowerCase();
  const chosenNames = chosenLabels(filter, facets);
  const names = [...new Set([...facets.keys(), ...chosenNames])]
    // If all lines belong to one run, there is nothing to choose.
    .filter((name) => !LAST.includes(name) || chosenNames.includes(name) || facets.get(name)?.size !== 1)
    .sort((a, b) => rank(a) - rank(b) || collator.compare(a, b));
  let [all, more, left] = [0, 0, limit];
  const listed = names.flatMap((name): ListedFacet | [] => {
    const chosen = chosenValues(filter, name, facets);
    const known = [...new Set([...(facets.get(name)?.keys() ?? []), ...chosen])];
    all += known.length;
    const found = nameOf(name).toLowerCase().includes(sought)
      ? known
      : known.filter((value) => value.toLowerCase().includes(sought));
    const sorted = left > 0 ? found.sort(collator.compare) : found.filter((value) => chosen.includes(value));
    const values = sorted.filter((value) => chosen.includes(value) || left-- > 0);
    more += found.length - values.length;
    return values.length === 0 ? [] : { name, values, chosen };
  });
  const crowded = names.filter((name) => facets.get(name)?.size === 0).map((name) => `@${name}`);
  return { facets: listed, all, more, crowded };
}
