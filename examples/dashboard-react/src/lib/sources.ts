import { codespace, containers, prismq, stratal, type LogSource } from '@tailrace/core';
import type { BackendName } from '../control/control.js';

/** The description of each backend. */
export const BACKENDS: Readonly<Record<BackendName, { readonly title: string; readonly via: string }>> = {
  codespace: { title: 'Codespace', via: 'SSE, resumes by id' },
  prismq: { title: 'PrismQ', via: 'SSE, replays its buffer' },
  stratal: { title: 'Stratal', via: 'WebSocket, starts at now' },
  containers: { title: 'Containers', via: 'WebSocket, replays a tail' },
};

/** Lines to ask containers to replay. */
const TAIL = 1000;

/** A run's log through one backend. All backends are at the page's own address. */
export function sourceOf(backend: BackendName, runId: string, token: string | null): LogSource {
  const baseUrl = location.origin;
  const auth = token === null ? {} : { token };
  switch (backend) {
    case 'codespace':
      return codespace({ baseUrl, ...auth }).task(runId);
    case 'prismq':
      return prismq({ baseUrl }).run(runId);
    case 'stratal':
      return stratal({ baseUrl }).jobRun(runId);
    case 'containers':
      return containers({ baseUrl, ...auth }).service(runId, { tail: TAIL });
  }
}
