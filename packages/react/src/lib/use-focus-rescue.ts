import { useRef, type RefObject } from 'react';
import { listen } from './listeners.js';
import { focusedBeside } from './root-of.js';
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js';

/** For a control that may disappear or be disabled while it has the focus: calls `rescue` before the focus is lost. */
export function useFocusRescue<E extends HTMLElement>(
  rescue: (element: E) => void,
  disabled = false,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  useIsomorphicLayoutEffect(() => {
    const element = ref.current;
    // Some browsers take the focus away in the moment it is disabled, before the clean-up below.
    const undo =
      element && listen(element, 'blur', () => void (element.matches(':disabled') && rescue(element)));
    return () => {
      undo?.();
      if (element?.contains(focusedBeside(element))) rescue(element);
    };
    // Only the clean-up matters; `rescue` is a module's function in every use of this hook.
  }, [disabled]);
  return ref;
}
