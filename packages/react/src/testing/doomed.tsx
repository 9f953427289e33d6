import { useEffect, useRef, type ReactElement } from 'react';
import { doom } from './reference-server.js';

/** A button that takes the doomed server down, above what the story shows. The server is back for the next story. */
export function Doomed({ children }: { readonly children: ReactElement }): ReactElement {
  const undo = useRef<() => void>(undefined);
  useEffect(() => () => undo.current?.(), []);
  return (
    <div className="playground">
      <div className="playground-faults" role="group" aria-label="What happens">
        <button type="button" onClick={() => void (undo.current = doom())}>
          The server goes away
        </button>
      </div>
      {children}
    </div>
  );
}
