import { describe, expect, it } from 'vitest';
import { watchEnvironment } from './environment.js';

function createPage() {
  const host = new EventTarget() as EventTarget & { document: EventTarget & { visibilityState: string } };
  host.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const heard: string[] = [];
  const undo = watchEnvironment(
    { awake: () => heard.push('awake'), thawed: () => heard.push('thawed') },
    host as never,
  );
  return { host, heard, undo };
}

describe('watching the environment', () => {
  it('tells when the network or the person comes back, and when the page was frozen', () => {
    const { host, heard } = createPage();
    host.dispatchEvent(new Event('online'));
    host.document.visibilityState = 'hidden';
    host.document.dispatchEvent(new Event('visibilitychange'));
    host.document.visibilityState = 'visible';
    host.document.dispatchEvent(new Event('visibilitychange'));
    host.dispatchEvent(new Event('pageshow'));
    host.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(heard).toEqual(['awake', 'awake', 'thawed']);
  });

  it('hears nothing after its end, and needs no page', () => {
    const { host, heard, undo } = createPage();
    undo();
    host.dispatchEvent(new Event('online'));
    host.document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toEqual([]);
    watchEnvironment({ awake: () => heard.push('awake'), thawed: () => heard.push('thawed') }, {})();
  });
});
