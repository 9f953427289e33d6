import { describe, expect, it } from 'vitest';
import { createOnceSink, type OnceSink } from './once-sink.js';
import type { TransportSink } from './transport.js';

function setup(): { readonly own: OnceSink; readonly heard: unknown[][] } {
  const heard: unknown[][] = [];
  const tell =
    (name: string) =>
    (...args: unknown[]): void =>
      void heard.push([name, ...args]);
  const sink: TransportSink = {
    opened: tell('opened'),
    activity: tell('activity'),
    frames: tell('frames'),
    oversize: tell('oversize'),
    retryDelay: tell('retryDelay'),
    ended: tell('ended'),
  };
  return { own: createOnceSink(sink, tell('released')), heard };
}

function report(own: OnceSink): void {
  own.opened();
  own.activity();
  own.frames([{ data: 'one' }]);
  own.oversize(7);
  own.retryDelay(8);
  own.ended(undefined);
}

const ALL = [['opened'], ['activity'], ['frames', [{ data: 'one' }]], ['oversize', 7], ['retryDelay', 8]];

describe('createOnceSink', () => {
  it('passes on everything up to the end, and frees what it holds just before that', () => {
    const { own, heard } = setup();
    report(own);
    expect(heard).toEqual([...ALL, ['released'], ['ended', undefined]]);
    expect(own.live).toBe(false);
  });

  it('passes on nothing after the end', () => {
    const { own, heard } = setup();
    own.ended(undefined);
    report(own);
    own.mute();
    expect(heard).toEqual([['released'], ['ended', undefined]]);
  });

  it('passes on nothing once it is muted, and frees what it holds once', () => {
    const { own, heard } = setup();
    own.mute();
    own.mute();
    report(own);
    expect(heard).toEqual([['released']]);
  });

  it('passes on no frames where there are none', () => {
    const { own, heard } = setup();
    own.frames([]);
    expect(heard).toEqual([]);
  });
});
