import type { ReactElement, ReactNode } from 'react';
import { useFocusRescue } from '../lib/use-focus-rescue.js';

const focusPanel = (element: Element): void =>
  element.closest<HTMLElement>('[data-tailrace="panel"]')?.focus({ preventScroll: true });

/** A button of a panel. If it disappears or is disabled while it has the focus, the focus moves to the panel. */
export function PanelButton({
  disabled = false,
  onPress,
  children,
}: {
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const ref = useFocusRescue<HTMLButtonElement>(focusPanel, disabled);
  return (
    <button ref={ref} type="button" disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}
