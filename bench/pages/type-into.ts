/** Changes an input as typing would, so that React notices. */
export function typeInto(input: HTMLInputElement, text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') as PropertyDescriptor;
  set?.call(input, text);
  input.dispatchEvent(new InputEvent('input', { bubbles: true, data: text.slice(-1) }));
}
