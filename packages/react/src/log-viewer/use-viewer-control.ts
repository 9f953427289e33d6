import type { LogFilter } from '@tailrace/core';
import { useEffect, useReducer, useRef } from 'react';
import { filterKey } from '../hooks/filter-key.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { useLatest } from '../lib/use-latest.js';
import { filterBox } from './filter-draft.js';
import type { LogSelection } from './viewer-links.js';
import type { SearchQuery, Viewer } from './viewer.js';

/**
 * What a page may decide itself. As with React's own inputs: with `filter`, `search` or `follow` the page decides and the viewer
 * only asks; with `defaultFilter`, `defaultSearch` or `autoScroll` the viewer begins there and decides itself.
 */
export interface ViewerControlProps {
  /** The lines that are shown. A filter that cannot be is said in the filter's box, and the one before stays. */
  readonly filter?: LogFilter | undefined;
  readonly defaultFilter?: LogFilter | undefined;
  /** Hears what the user, or `setFilter` of the handle, asks for. */
  readonly onFilterChange?: ((filter: LogFilter) => void) | undefined;
  /** What is looked for; a string is a term. */
  readonly search?: string | SearchQuery | undefined;
  readonly defaultSearch?: string | SearchQuery | undefined;
  /** Hears what the user, or `find` of the handle, looks for. */
  readonly onSearchChange?: ((search: SearchQuery) => void) | undefined;
  /** Whether the viewer sticks to the newest line. */
  readonly follow?: boolean | undefined;
  /** Hears when the user lets go of the end, or comes back to it. */
  readonly onFollowChange?: ((follow: boolean) => void) | undefined;
  /** Hears which lines are selected by their numbers; undefined: none. */
  readonly onSelectionChange?: ((selection: LogSelection | undefined) => void) | undefined;
}

/** A search that was given as a string. */
export function searchQuery(search: string | SearchQuery | undefined): SearchQuery | undefined {
  return typeof search === 'string' ? { term: search } : search;
}

const searchKey = ({ term, regex, caseSensitive, wholeWord }: SearchQuery): string =>
  JSON.stringify([term, regex === true, caseSensitive === true, wholeWord === true]);

/** Runs when the key is another than in the render before; not for the first. */
export function useChange(key: unknown, run: () => void): void {
  const last = useRef(key);
  useIsomorphicLayoutEffect(() => {
    if (Object.is(last.current, key)) return;
    last.current = key;
    run();
  });
}

/** Gives the viewer what the page decides, and tells the page what is asked. */
export function useViewerControl(viewer: Viewer, props: ViewerControlProps): void {
  const { filter, follow } = props;
  const search = searchQuery(props.search);
  const latest = useLatest(props);
  const [, ask] = useReducer((count: number) => count + 1, 0);

  const asked = useRef(false);

  useIsomorphicLayoutEffect(() => {
    /** The page decides: what it leaves as it was has to be put back. */
    const decided = (decides: boolean): void => {
      if (!decides) return;
      asked.current = true;
      ask();
    };
    viewer.control = {
      filter: filter !== undefined,
      search: search !== undefined,
      onFilterChange(next) {
        latest.current.onFilterChange?.(next);
        decided(latest.current.filter !== undefined);
      },
      onSearchChange(next) {
        latest.current.onSearchChange?.(next);
        decided(latest.current.search !== undefined);
      },
      onFollowChange(next) {
        latest.current.onFollowChange?.(next);
        decided(latest.current.follow !== undefined);
      },
    };
    const putBack = asked.current;
    asked.current = false;
    const { filter: shown, filterError, find, following } = viewer.store.get();
    if (filter !== undefined) {
      if (filterKey(filter) !== filterKey(shown)) viewer.filter.tryToApply(filter);
      else if (putBack && filterError === undefined) viewer.store.set(filterBox(filter));
    }
    if (search !== undefined) {
      const { term, ...options } = search;
      if (searchKey(search) !== searchKey(viewer.search.sought)) viewer.search.apply(term, options);
      else if (putBack) viewer.store.set({ find: { ...find, term, options } });
    }
    if (follow !== undefined && follow !== following) viewer.applyFollow(follow);
  });

  useEffect(() => {
    let last = viewer.store.get().selection;
    return viewer.store.subscribe(() => {
      const { selection } = viewer.store.get();
      if (selection === last) return;
      last = selection;
      // Who takes the viewer off the page has not ended the selection in it.
      if (selection === undefined && viewer.links.quiet) return;
      latest.current.onSelectionChange?.(selection && viewer.links.current());
    });
  }, [viewer, latest]);
}
