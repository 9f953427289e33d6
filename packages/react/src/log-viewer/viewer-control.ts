/** What the page controls of a viewer, and its handlers. */
import type { LogFilter, SearchOptions } from '@tailrace/core';

/** A search, as exchanged with the page. */
export interface SearchQuery extends SearchOptions {
  readonly term: string;
}

/** See the file's head. */
export interface ViewerControl {
  /** The page controls the filter: a change by the user is only reported, and takes effect when the page passes it back. */
  readonly filter?: boolean;
  readonly search?: boolean;
  readonly onFilterChange?: ((filter: LogFilter) => void) | undefined;
  readonly onSearchChange?: ((search: SearchQuery) => void) | undefined;
  readonly onFollowChange?: ((follow: boolean) => void) | undefined;
}
