/**
 * What the stories share: the room around a viewer, a stream on a stage, and what their plays look at. Two tags say where a story
 * is not run (`vitest.config.ts`): `one-theme`, as its colours are those of other stories, not in the dark; `system-settings` only
 * where the system asks for forced colours and no motion.
 */
import type { Decorator } from '@storybook/react-vite';
import { useState, type ReactElement } from 'react';
import { LogViewer, type LogViewerProps } from '../log-viewer.js';
import type { StagedStream } from './staged-stream.js';

/** What a play does: looks at a canvas, and acts on it. */
export type Play = (context: { readonly canvasElement: HTMLElement }) => Promise<void>;

/** The viewer with some room around it. */
export const padded: Decorator = (Story) => (
  <div style={{ padding: 16 }}>
    <Story />
  </div>
);

/** As wide as a phone, whatever it is shown on. */
export const phoneWide: Decorator = (Story) => (
  <div style={{ maxWidth: 380 }}>
    <Story />
  </div>
);

/** The viewer over a stream that `stage` made, in the state it is put in. */
export function OnStage({
  stage,
  ...props
}: LogViewerProps & { readonly stage: () => StagedStream }): ReactElement {
  const [stream] = useState(stage);
  return <LogViewer {...props} stream={stream} />;
}

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
