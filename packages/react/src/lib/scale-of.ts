/** How large the page shows an element: pixels of the page in one of its own, where a `zoom` or a `transform` around it makes them differ. */
export function scaleOf(element: HTMLElement): number {
  // Rounded, because `offsetWidth` is.
  return Math.round((100 * element.getBoundingClientRect().width) / element.offsetWidth) / 100 || 1;
}
