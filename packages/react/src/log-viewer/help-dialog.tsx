import { useEffect, useRef, type ReactElement } from 'react';
import { focusedBeside } from '../lib/root-of.js';
import { focusLines } from './focus-lines.js';
import { VIEWER_KEYS, type KeyGroup, type ViewerKey } from './keys.js';
import { Button } from './toolbar/button.js';
import { useViewerContext } from './viewer-context.js';

const GROUPS: readonly KeyGroup[] = ['move', 'find', 'select', 'view'];

function Keys({ entry }: { readonly entry: ViewerKey }): ReactElement {
  const { labels } = useViewerContext();
  const apple = /Mac|iP(?:hone|ad|od)/.test(navigator.platform);
  return (
    <div data-tailrace="key">
      <dt>
        {entry.keys.map((name) => (
          <kbd key={name}>
            {name
              .split('+')
              .map((cap) =>
                labels.keyCap(cap.length === 1 && name.includes('+') ? cap.toUpperCase() : cap, apple),
              )
              .join(apple ? ' ' : '+')}
          </kbd>
        ))}
      </dt>
      <dd>{labels.key(entry.action)}</dd>
    </div>
  );
}

/** The list of keyboard shortcuts, generated from the table that the key handler uses. */
export function HelpDialog(): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Where the page hides the viewer (`Activity`), a dialog that stays open would let nobody press anything else.
    return () => element?.close();
  }, []);

  const closed = (): void => {
    // Closed by the effect above: it opens again, in StrictMode at once.
    if (dialog.current?.open !== false) return;
    viewer.store.set({ help: false });
    // The browser has returned the focus to where it was, unless that element is gone.
    if (!focusedBeside(dialog.current)) focusLines(dialog.current);
  };

  return (
    <dialog
      ref={dialog}
      data-tailrace="help"
      aria-labelledby={`${id}help`}
      onClose={closed}
      onClick={(event) => {
        // A press beside the list is a press on the backdrop.
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div data-tailrace="help-body">
        <header>
          <h2 id={`${id}help`}>{labels.help}</h2>
          <Button icon="close" label={labels.helpClose} onClick={() => dialog.current?.close()} />
        </header>
        <div data-tailrace="help-groups">
          {GROUPS.map((group) => (
            <section key={group} aria-labelledby={`${id}help-${group}`}>
              <h3 id={`${id}help-${group}`}>{labels.keyGroup(group)}</h3>
              <dl>
                {VIEWER_KEYS.filter(
                  (entry) =>
                    entry.group === group &&
                    // Without permalinks there is no link to copy.
                    (entry.action !== 'copy-link' || viewer.links.prefix !== undefined),
                ).map((entry) => (
                  <Keys key={entry.action} entry={entry} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </dialog>
  );
}
