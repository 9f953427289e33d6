/** Moves the focus to the lines of the viewer around an element, when the control that had it disappears. */
export function focusLines(element: Element | null): void {
  element
    ?.closest('[data-tailrace="viewer"]')
    ?.querySelector<HTMLElement>('[data-tailrace="viewport"]')
    ?.focus({ preventScroll: true });
}
