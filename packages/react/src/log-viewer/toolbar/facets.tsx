import type { ReactElement } from 'react';
import { countChoices } from '../count-choices.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Menu } from './menu.js';

/** A menu that filters by stream, type, step and any other label of the lines, and sets the context lines around a match. */
export function LogViewerFacets(): ReactElement {
  const { labels } = useViewerContext();
  const filter = useViewerState((state) => state.filter);
  const chosen = countChoices(filter);
  const active = chosen > 0 || (filter.context ?? 0) > 0;
  return (
    <Menu
      name="facets"
      button={{
        icon: 'sliders',
        label: labels.facets,
        'aria-pressed': active,
        children:
          chosen > 0 ? <span data-tailrace="facet-count" data-glyph={chosen} aria-hidden="true" /> : null,
      }}
    >
      {(parts) => <parts.FacetsPanel />}
    </Menu>
  );
}
