/** The keyboard shortcuts of a viewer: one table, used by the key handler and by the help. */
import type { Viewer } from './viewer.js';

/** What a key does. Its text is `labels.key(action)`. */
export type KeyAction =
  | 'line-up'
  | 'line-down'
  | 'page-up'
  | 'page-down'
  | 'start'
  | 'end'
  | 'time'
  | 'next-error'
  | 'previous-error'
  | 'older'
  | 'find'
  | 'next-match'
  | 'previous-match'
  | 'filter'
  | 'select-next'
  | 'select-previous'
  | 'extend-down'
  | 'extend-up'
  | 'extend-page-down'
  | 'extend-page-up'
  | 'extend-end'
  | 'extend-start'
  | 'select-all'
  | 'copy'
  | 'copy-link'
  | 'details'
  | 'escape'
  | 'follow'
  | 'wrap'
  | 'timestamps'
  | 'pause'
  | 'retry'
  | 'download'
  | 'help';

/** The heading under which a key is listed. */
export type KeyGroup = 'move' | 'find' | 'select' | 'view';

/** What the actions can use. */
export interface KeyContext {
  readonly viewer: Viewer;
  /** Focuses a field. Returns false if the viewer does not have it. */
  focusField(name: 'search' | 'filter'): boolean;
  /** Opens a menu of the toolbar. Returns false if the viewer does not have it. */
  openMenu(name: 'time' | 'download'): boolean;
  /** Number of rows that fit into the viewport. */
  pageRows(): number;
}

/** One line of {@link VIEWER_KEYS}. */
export interface ViewerKey {
  readonly action: KeyAction;
  readonly group: KeyGroup;
  /** `Mod` is Ctrl or Cmd. A letter is the typed character: `N` requires Shift. */
  readonly keys: readonly string[];
  /** `viewer`: also while typing in a field; `lines`: only where no control needs the key itself. Default: anywhere but in a field. */
  readonly where?: 'viewer' | 'lines';
}

/** A line of the table, with what it does. */
interface BoundKey extends ViewerKey {
  /** Returns false to leave the key to the browser this time. Without `run`, the browser handles the key itself. */
  readonly run?: (context: KeyContext) => boolean | void;
  /** The direction in which the browser will scroll. */
  readonly scrolls?: 'up' | 'down';
}

const key = (
  group: KeyGroup,
  action: KeyAction,
  keys: readonly string[],
  run?: BoundKey['run'],
  rest: Pick<BoundKey, 'where' | 'scrolls'> = {},
): BoundKey => ({ group, action, keys, ...(run ? { run } : {}), ...rest });

const searching = ({ viewer }: KeyContext): boolean => viewer.store.get().find.term !== '';

const step =
  (direction: 'next' | 'previous') =>
  (context: KeyContext): boolean => {
    if (!searching(context)) return false;
    context.viewer.search.step(direction);
    return true;
  };

const retry = ({ viewer }: KeyContext): boolean => {
  const { stream, snapshot } = viewer.store.get();
  if (snapshot.retry) stream?.retryNow();
  else if (snapshot.status === 'failed' || snapshot.status === 'closed') stream?.connect();
  else return false;
  return true;
};

const KEYS: readonly BoundKey[] = [
  key('move', 'line-up', ['ArrowUp'], undefined, { where: 'lines', scrolls: 'up' }),
  key('move', 'line-down', ['ArrowDown'], undefined, { where: 'lines', scrolls: 'down' }),
  key('move', 'page-up', ['PageUp', 'Shift+Space'], undefined, { where: 'lines', scrolls: 'up' }),
  key('move', 'page-down', ['PageDown', 'Space'], undefined, { where: 'lines', scrolls: 'down' }),
  key('move', 'start', ['Home', 'g'], ({ viewer }) => viewer.toStart()),
  key('move', 'end', ['End', 'G'], ({ viewer }) => viewer.follow(true)),
  key('move', 'time', ['T'], ({ openMenu }) => openMenu('time')),
  key('move', 'next-error', ['e'], ({ viewer }) => viewer.jumps.toError('next')),
  key('move', 'previous-error', ['E'], ({ viewer }) => viewer.jumps.toError('previous')),
  key('move', 'older', ['o'], ({ viewer }) => void viewer.history.load()),

  // A second press inside the field opens the browser's own find.
  key('find', 'find', ['Mod+f', '/'], ({ focusField }) => focusField('search'), { where: 'viewer' }),
  key('find', 'next-match', ['F3', 'Mod+g', 'n'], step('next'), { where: 'viewer' }),
  key('find', 'previous-match', ['Shift+F3', 'Mod+Shift+g', 'N'], step('previous'), { where: 'viewer' }),
  key('find', 'filter', ['&'], ({ focusField }) => focusField('filter')),

  key('select', 'select-next', ['j'], ({ viewer }) => viewer.selection.move(1, false)),
  key('select', 'select-previous', ['k'], ({ viewer }) => viewer.selection.move(-1, false)),
  key('select', 'extend-down', ['Shift+ArrowDown', 'J'], ({ viewer }) => viewer.selection.move(1, true)),
  key('select', 'extend-up', ['Shift+ArrowUp', 'K'], ({ viewer }) => viewer.selection.move(-1, true)),
  key('select', 'extend-page-down', ['Shift+PageDown'], ({ viewer, pageRows }) =>
    viewer.selection.move(pageRows(), true),
  ),
  key('select', 'extend-page-up', ['Shift+PageUp'], ({ viewer, pageRows }) =>
    viewer.selection.move(-pageRows(), true),
  ),
  key('select', 'extend-end', ['Shift+End'], ({ viewer }) => viewer.selection.move('end', true)),
  key('select', 'extend-start', ['Shift+Home'], ({ viewer }) => viewer.selection.move('start', true)),
  key('select', 'select-all', ['Mod+a'], ({ viewer }) => viewer.selection.all()),
  key('select', 'copy', ['Mod+c']),
  key('select', 'copy-link', ['y'], ({ viewer }) => viewer.links.copy()),
  key('select', 'details', ['Enter'], ({ viewer }) => viewer.toggleSelected(), { where: 'lines' }),
  key('select', 'escape', ['Escape'], ({ viewer }) =>
    viewer.store.get().menu === undefined ? viewer.selection.clear() : false,
  ),

  key('view', 'follow', ['f'], ({ viewer }) => viewer.follow(!viewer.store.get().following)),
  key('view', 'wrap', ['w'], ({ viewer }) => viewer.setWrap(!viewer.store.get().wrap)),
  key('view', 'timestamps', ['t'], ({ viewer }) => viewer.nextTimestamps()),
  key('view', 'pause', ['p'], ({ viewer }) => viewer.togglePause()),
  key('view', 'retry', ['r'], retry),
  key('view', 'download', ['d'], ({ openMenu }) => openMenu('download')),
  key('view', 'help', ['?'], ({ viewer }) => viewer.store.set({ help: true })),
];

/** All keyboard shortcuts of a viewer, for a list of your own. The text of an action is `labels.key(action)`. */
export const VIEWER_KEYS: readonly ViewerKey[] = KEYS;

const BY_NAME: ReadonlyMap<string, BoundKey> = new Map(
  KEYS.flatMap((entry) => entry.keys.map((name) => [name, entry] as const)),
);

/** What is needed of a `KeyboardEvent`. */
type PressedKey = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A pressed key as the table writes it. */
export function keyName(pressed: PressedKey): string {
  const command = pressed.ctrlKey || pressed.metaKey;
  // Ctrl and Alt together are AltGr, which only makes the character.
  const graph = pressed.ctrlKey && pressed.altKey && pressed.key.length === 1;
  const latin = /^Key([A-Z])$/.exec(pressed.code)?.[1];
  // On a keyboard of another script, use the letter that a Latin one has at that place.
  const other = pressed.key.length === 1 && pressed.key > '\u007f' && latin !== undefined;
  const typed = other ? (pressed.shiftKey ? latin : latin.toLowerCase()) : pressed.key;
  const named = typed === ' ' ? 'Space' : typed;
  const character = named.length === 1;
  return [
    command && !graph ? 'Mod+' : '',
    pressed.altKey && !graph ? 'Alt+' : '',
    pressed.shiftKey && (!character || (command && !graph)) ? 'Shift+' : '',
    character && command && !graph ? named.toLowerCase() : named,
  ].join('');
}

/** The line of the table for a pressed key. */
export function keyFor(pressed: PressedKey): BoundKey | undefined {
  return BY_NAME.get(keyName(pressed));
}
