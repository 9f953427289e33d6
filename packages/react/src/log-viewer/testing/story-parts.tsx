/** What the stories of the viewer share: the room around it, and what their plays look at. */
import type { Decorator } from '@storybook/react-vite';

/** The viewer with some room around it. */
export const padded: Decorator = (Story) => (
  <div style={{ padding: 16 }}>
    <Story />
  </div>
);

/** The one part of this name. */
export function part(canvas: HTMLElement, name: string): HTMLElement {
  const found = canvas.querySelector<HTMLElement>(`[data-tailrace="${name}"]`);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
}

/** The lines that are drawn. */
export const rows = (canvas: HTMLElement): readonly HTMLElement[] => [
  ...canvas.querySelectorAll<HTMLElement>('[data-tailrace="row"]'),
];
