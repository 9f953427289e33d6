import { describe, expect, it } from 'vitest';
import { keyFor, keyName, VIEWER_KEYS } from './keys.js';
import { DEFAULT_LABELS } from './labels.js';

const press = (key: string, init: Partial<Parameters<typeof keyName>[0]> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...init,
});

describe('the keys', () => {
  it('are each for one thing, and have words', () => {
    const names = VIEWER_KEYS.flatMap(({ keys }) => keys);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(VIEWER_KEYS.map(({ action }) => action)).size).toBe(VIEWER_KEYS.length);
    for (const { action } of VIEWER_KEYS) expect(DEFAULT_LABELS.key(action)).toMatch(/^[A-Z]/);
  });

  it('are known by what is typed', () => {
    expect(keyName(press('N', { shiftKey: true }))).toBe('N');
    expect(keyName(press('?', { shiftKey: true }))).toBe('?');
    expect(keyName(press('F', { ctrlKey: true }))).toBe('Mod+f');
    expect(keyName(press('g', { metaKey: true, shiftKey: true }))).toBe('Mod+Shift+g');
    expect(keyName(press(' ', { shiftKey: true }))).toBe('Shift+Space');
    expect(keyName(press('ArrowDown', { shiftKey: true }))).toBe('Shift+ArrowDown');
    expect(keyFor(press('ArrowDown', { altKey: true }))).toBeUndefined();
  });

  it('are found on keyboards of other scripts, and behind AltGr', () => {
    expect(keyName(press('а', { code: 'KeyF', ctrlKey: true }))).toBe('Mod+f');
    expect(keyName(press('Т', { code: 'KeyN', shiftKey: true }))).toBe('N');
    expect(keyFor(press('/', { ctrlKey: true, altKey: true }))?.action).toBe('find');
  });
});
