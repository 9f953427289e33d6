import { useEffect, useId, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { anywhere, listen } from '../../lib/listeners.js';
import { focusedBeside, isFrom } from '../../lib/root-of.js';
import { useFocusRescue } from '../../lib/use-focus-rescue.js';
import { useIsomorphicLayoutEffect } from '../../lib/use-isomorphic-layout-effect.js';
import { focusLines } from '../focus-lines.js';
import { foldTools } from '../fold-tools.js';
import { openedParts, type OpenedParts } from '../late-parts.js';
import { useLate } from '../use-late.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button, type ButtonProps } from './button.js';

/** Props of {@link Menu}. */
export interface MenuProps {
  readonly button: ButtonProps;
  /** The name by which a keyboard shortcut opens it. */
  readonly name?: string;
  /** The edge of the button that the panel is aligned with. */
  readonly side?: 'start' | 'end';
  /** Whether the panel opens under the button or over it. */
  readonly edge?: 'bottom' | 'top';
  /** Renders the panel, from the parts loaded on demand; receives a function that closes it. */
  readonly children: (parts: OpenedParts, close: () => void) => ReactNode;
}

/** What the arrow keys lead to in a panel. Fields, choices and lists use them themselves. */
const STEPS = 'button:enabled, [type="checkbox"]';
/** A second column of buttons. */
const ONLY = '[data-tailrace="only"]';

/** A button that opens a small panel; the down arrow opens it and leads into it. Only one is open in a viewer at a time. Escape, a press elsewhere or moving the focus out of it closes it; the focus goes back to where it came from. */
export function Menu({ button, name, side = 'start', edge = 'bottom', children }: MenuProps): ReactElement {
  const { viewer } = useViewerContext();
  const box = useFocusRescue<HTMLDivElement>(focusLines);
  const trigger = useRef<HTMLButtonElement>(null);
  /** What gets the focus back. */
  const from = useRef<HTMLElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  /** An arrow key opened it, so the focus moves inside. */
  const enters = useRef(false);
  const id = useId();
  const key = name ?? id;
  const open = useViewerState((state) => state.menu === key);
  const parts = useLate(openedParts, open);
  const shown = open && parts !== undefined;

  useIsomorphicLayoutEffect(() => {
    if (panel.current) parts?.fitPanel(panel.current);
  }, [shown, parts]);

  useEffect(() => {
    // Closed meanwhile: the page has hidden it, and shows it again.
    if (!shown || viewer.store.get().menu !== key) return undefined;
    // If it was opened by a shortcut and not by a press of its button, the focus moves inside.
    const within = box.current;
    if (!within) return undefined;
    const focused = focusedBeside(within) as HTMLElement | null;
    const isInside = within.contains(focused);
    from.current = isInside ? trigger.current : focused;
    if (!isInside || enters.current) enter();
    enters.current = false;
    const away = (event: PointerEvent): void => {
      if (!isFrom(event, within)) setOpen(false);
    };
    const undo = listen(within.ownerDocument, 'pointerdown', away, anywhere);
    return () => {
      undo();
      // It is also closed where the menu itself goes, and does not open again with the next one of its name.
      setOpen(false);
    };
    // These functions only depend on refs and on the store of this viewer, which do not change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, viewer]);

  function setOpen(next: boolean): void {
    if (next) viewer.store.set({ menu: key });
    else if (viewer.store.get().menu === key) viewer.store.set({ menu: undefined });
  }
  function enter(): void {
    (
      panel.current?.querySelector<HTMLElement>('[data-autofocus]') ??
      panel.current?.querySelector<HTMLElement>('button:enabled, input')
    )?.focus();
  }
  const close = (): void => {
    setOpen(false);
    (from.current?.isConnected ? from : trigger).current?.focus();
    if (!from.current?.closest('[data-tailrace="tools"]')) foldTools(viewer);
  };
  const onArrow = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    const down = event.key === 'ArrowDown';
    if (target === trigger.current) {
      if (!down) return;
      event.preventDefault();
      if (shown) return enter();
      enters.current = true;
      return setOpen(true);
    }
    if (!target.matches(STEPS)) return;
    event.preventDefault();
    const column = target.matches(ONLY) ? ONLY : `:is(${STEPS}):not(${ONLY})`;
    const all = [...(panel.current?.querySelectorAll<HTMLElement>(column) ?? [])];
    const at = all.indexOf(target);
    all.at(down ? (at + 1) % all.length : at - 1)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return onArrow(event);
    if (event.key !== 'Escape' || !open) return;
    // A dialog around the viewer stays open.
    event.preventDefault();
    event.stopPropagation();
    close();
  };

  return (
    <div
      data-tailrace="menu"
      data-menu={name}
      ref={box}
      tabIndex={-1} // as the viewer's, see there
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button
        {...button}
        ref={trigger}
        aria-expanded={open}
        aria-controls={shown ? id : undefined}
        onClick={() => setOpen(!open)}
      />
      {shown ? (
        <div ref={panel} data-tailrace="popover" data-side={side} data-edge={edge} id={id}>
          {children(parts, close)}
        </div>
      ) : null}
    </div>
  );
}
