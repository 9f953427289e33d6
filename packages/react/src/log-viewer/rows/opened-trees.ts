/** What is open in the JSON trees of lines, kept while their rows are not drawn. */
import type { JsonTreeState } from './json-rows.js';

/** Trees that are remembered; of more, those that were touched last. */
const TREES = 200;
/** Branches and lists of all of them together. */
const PLACES = 20_000;

const sizeOf = ({ open, entries }: JsonTreeState): number => open.size + entries.size;

/** See the file's head. */
export class OpenedTrees {
  private readonly states = new Map<string, JsonTreeState>();
  private places = 0;

  /** How somebody left it; undefined: as it is at first. */
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
