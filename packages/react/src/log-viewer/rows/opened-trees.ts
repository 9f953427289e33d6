/** Remembers what is open in the JSON trees of lines while their rows are not drawn. */
import type { JsonTreeState } from './json-rows.js';

/** Maximum number of trees remembered; the most recently used ones are kept. */
const TREES = 200;
/** Maximum number of branches and lists over all trees. */
const PLACES = 20_000;

const sizeOf = ({ open, entries }: JsonTreeState): number => open.size + entries.size;

/** See the file's head. */
export class OpenedTrees {
  private readonly states = new Map<string, JsonTreeState>();
  private places = 0;

  /** The state in which the user left the tree; undefined: the initial state. */
  get(name: string): JsonTreeState | undefined {
    return this.states.get(name);
  }

  set(name: string, state: JsonTreeState): void {
    this.forget(name);
    this.states.set(name, state);
    this.places += sizeOf(state);
    for (const oldest of this.states.keys()) {
      if (oldest === name || (this.states.size <= TREES && this.places <= PLACES)) return;
      this.forget(oldest);
    }
  }

  clear(): void {
    this.states.clear();
    this.places = 0;
  }

  private forget(name: string): void {
    const state = this.states.get(name);
    if (!state) return;
    this.states.delete(name);
    this.places -= sizeOf(state);
  }
}
