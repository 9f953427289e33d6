import { expect, it } from 'vitest';
import { weigh } from './weigh.js';

it('counts strings at any depth', () => {
  expect(weigh('x'.repeat(1_000))).toBe(2_000);
  expect(weigh({ message: 'a', metadata: { deep: [{ text: 'x'.repeat(1_000) }] } })).toBeGreaterThan(2_000);
});

it('counts nested values, and survives deep nesting', () => {
  const nested: unknown = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
  expect(weigh(nested)).toBeGreaterThan(100_000);
});

it('ends for an object that contains itself', () => {
  const round: { self?: unknown } = {};
  round.self = round;
  expect(weigh(round)).toBeGreaterThan(0);
});

it('recognises a plain object whatever its property names', () => {
  expect(weigh({ constructor: 'x' })).toBe(weigh({ name: 'x' }));
  expect(weigh(Object.assign(Object.create(null), { name: 'x' }))).toBe(weigh({ name: 'x' }));
});

it('counts class instances and other values as little', () => {
  class Handle {
    text = 'x'.repeat(1_000);
  }
  expect(weigh(new Handle())).toBeLessThan(100);
  expect(weigh(undefined)).toBe(0);
  expect(weigh(5)).toBe(0);
});
