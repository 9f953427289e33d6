import type { LogFilter } from '@tailrace/core';
import { useEffect, useRef } from 'react';
import { filterKey } from '../hooks/filter-key.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { watchStore } from '../lib/store.js';
import { useLatest } from '../lib/use-latest.js';
import { useRedraw } from '../lib/use-redraw.js';
import { filterBox } from './filter-draft.js';
import type { LineRange } from './model/line-selection.js';
import { searchKey } from './search-key.js';
import type { LogSelection } from './viewer-links.js';
import type { SearchQuery } from './viewer-control.js';
import type { Viewer } from './viewer.js';

/**
 * Controlled and uncontrolled props, as with React's own inputs: with `filter`, `search` or `follow` the page owns the value and the viewer
 * only requests changes; `defaultFilter`, `defaultSearch` and `autoScroll` set initial values that the viewer then owns.
 */
export interface ViewerControlProps {
  /** The filter. An invalid one is reported in the filter box, and the previous one stays active. */
  readonly filter?: LogFilter | undefined;
  readonly defaultFilter?: LogFilter | undefined;
  /** Called when the user, or `setFilter` of the handle, requests another filter. */
  readonly onFilterChange?: ((filter: LogFilter) => void) | undefined;
  /** The search; a string is a term. */
  readonly search?: string | SearchQuery | undefined;
  readonly defaultSearch?: string | SearchQuery | undefined;
  /** Called when the user, or `find` of the handle, requests another search. */
  readonly onSearchChange?: ((search: SearchQuery) => void) | undefined;
  /** Whether the viewer follows the end. */
  readonly follow?: boolean | undefined;
  /** Called when the user leaves the end or returns to it. */
  readonly onFollowChange?: ((follow: boolean) => void) | undefined;
  /** Called with the lines selected by their numbers; undefined if there are none. */
  readonly onSelectionChange?: ((selection: LogSelection | undefined) => void) | undefined;
}

/** Converts a search given as a string, or as what is none, which the search then refuses. */
export function searchQuery(search: string | SearchQuery | undefined): SearchQuery | undefined {
  return search === undefined || Object(search) === search
    ? (search as SearchQuery)
    : { term: search as string };
}

/** Runs `run` when the key changes between renders, but not on the first render. */
export function useChange(key: unknown, run: () => void): void {
  const last = useRef(key);
  useIsomorphicLayoutEffect(() => {
    if (Object.is(last.current, key)) return;
    last.current = key;
    run();
  });
}

/** Passes controlled props to the viewer, and reports requests to the page. */
export function useViewerControl(viewer: Viewer, props: ViewerControlProps): void {
  const { filter, follow } = props;
  const search = searchQuery(props.search);
  const latest = useLatest(props);
  const redraw = useRedraw();
  const asked = useRef(false);

  useIsomorphicLayoutEffect(() => {
    /** If the page controls a value and does not change it on request, the viewer has to go back to it. */
    const decided = (decides: boolean): void => {
      if (!decides) return;
      asked.current = true;
      redraw();
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
    const selected = (selection: LineRange | undefined): void => {
      // Unmounting the viewer does not clear the selection.
      if (selection === undefined && viewer.links.quiet) return;
      latest.current.onSelectionChange?.(selection && viewer.links.current());
    };
    return watchStore(viewer.store, (state) => state.selection, selected);
  }, [viewer, latest]);
}
