/** Puts the focus on the lines of the viewer around an element: where it goes when the control that had it is gone. */
export function focusLines(element: Element | null): void {
  element
    ?.closest('[data-tailrace="viewer"]')
    ?.querySelector<HTMLElement>('[data-tailrace="viewport"]')
    ?.focus({ preventScroll: true });
}
