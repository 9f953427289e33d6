import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';

const CONTROLS = 'button, a[href], [type="checkbox"], [tabindex]';
/** They need the arrow keys themselves, so each remains a tab stop. */
const FIELDS = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';
/** What a menu has opened is no part of the toolbar. */
const OPENED = '[data-tailrace="popover"] *';

/** What the toolbar's element needs. */
interface ToolbarKeys {
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * The keyboard of a toolbar, as the ARIA Authoring Practices describe it: Tab reaches one of its buttons, arrow keys, Home and End lead to the
 * others. Works on whatever is in the toolbar, so that a product's own buttons take part. Tab leads from a field to the button behind it.
 */
export function useToolbarKeys(toolbar: RefObject<HTMLElement | null>): ToolbarKeys {
  /** The button that Tab reaches. */
  const stop = useRef<Element>(undefined);
  /** The buttons found so far. Another one that Tab does not reach is not meant to take part. */
  const known = useRef(new WeakSet<Element>());

  /** Sets what Tab reaches. Returns the buttons that can have the focus now. */
  const settle = (): readonly HTMLElement[] => {
    const bar = toolbar.current;
    const all = [...(bar?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])].filter(
      (each) => !each.matches(`${FIELDS}, ${OPENED}`) && (known.current.has(each) || each.tabIndex >= 0),
    );
    const able = all.filter((each) => !each.matches(':disabled') && each.checkVisibility?.() !== false);
    const from = bar?.querySelector(`:focus:not(${OPENED})`) ?? stop.current;
    // The same one, or what follows a field, or one that can do nothing any more.
    const follows = (each: Element): boolean =>
      !from || each === from || (from.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
    stop.current = able.find(follows) ?? able.at(-1);
    for (const each of all) {
      known.current.add(each);
      each.tabIndex = each === stop.current ? 0 : -1;
    }
    return able;
  };

  const look = (): void => void settle();

  useEffect(() => {
    const bar = toolbar.current;
    if (!bar) return undefined;
    look();
    const changes = new MutationObserver(look);
    changes.observe(bar, { subtree: true, childList: true, attributeFilter: ['disabled', 'data-open'] });
    // In a narrow viewer, some are folded away.
    const sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(look);
    sizes?.observe(bar);
    return () => {
      changes.disconnect();
      sizes?.disconnect();
    };
    // `look` reads nothing but refs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [toolbar]);

  return {
    onFocus: look,
    // In a narrow viewer, the options of a field hide when it is left.
    onBlur: look,
    onKeyDown(event) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const able = settle();
      const at = able.indexOf(event.target as HTMLElement);
      if (at < 0) return;
      const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
      const to = {
        Home: 0,
        End: -1,
        [rtl ? 'ArrowLeft' : 'ArrowRight']: (at + 1) % able.length,
        [rtl ? 'ArrowRight' : 'ArrowLeft']: at - 1,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      able.at(to)?.focus();
    },
  };
}
