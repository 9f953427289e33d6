import { expect, it } from 'vitest';
import { watchFreezing } from './page-freeze.js';

it('tells when a page is kept for later or frozen, and when it goes on, until it is told to stop', () => {
  const host = Object.assign(new EventTarget(), { document: new EventTarget() });
  const heard: string[] = [];
  const undo = watchFreezing(
    { frozen: () => heard.push('frozen'), thawed: () => heard.push('thawed') },
    host as never,
  );
  const emit = (): void => {
    host.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    host.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    host.dispatchEvent(new Event('pageshow'));
    host.document.dispatchEvent(new Event('freeze'));
    host.document.dispatchEvent(new Event('resume'));
  };
  emit();
  expect(heard).toEqual(['frozen', 'thawed', 'frozen', 'thawed']);
  undo();
  emit();
  expect(heard).toHaveLength(4);
});
