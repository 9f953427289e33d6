import { describe, expect, it } from 'vitest';
import { missingEntries, platformOf, withEntries } from './complete-lock.mjs';

describe('platformOf', () => {
  it.each([
    ['@turbo/darwin-64', { os: 'darwin', cpu: 'x64' }],
    ['@turbo/windows-arm64', { os: 'win32', cpu: 'arm64' }],
    ['@rollup/rollup-linux-arm-musleabihf', { os: 'linux', cpu: 'arm', libc: 'musl' }],
    ['@rollup/rollup-linux-x64-gnu', { os: 'linux', cpu: 'x64', libc: 'glibc' }],
    ['@rollup/rollup-win32-x64-msvc', { os: 'win32', cpu: 'x64' }],
    ['@esbuild/openharmony-arm64', { os: 'openharmony', cpu: 'arm64' }],
  ])('%s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('does not guess', () => {
    expect(platformOf('fsevents')).toBeUndefined();
    expect(platformOf('@parcel/watcher')).toBeUndefined();
  });
});

describe('missingEntries', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': { name: 'root' },
      'node_modules/tool': {
        version: '1.2.3',
        dev: true,
        optionalDependencies: { '@tool/linux-x64': '1.2.3', '@tool/darwin-arm64': '1.2.3' },
      },
      'node_modules/@tool/linux-x64': { version: '1.2.3', optional: true },
    },
  };

  it('lists what the lock lacks, and nothing else', () => {
    expect(missingEntries(lock)).toEqual({
      'node_modules/@tool/darwin-arm64': {
        version: '1.2.3',
        cpu: ['arm64'],
        dev: true,
        optional: true,
        os: ['darwin'],
      },
    });
  });

  it('finds nothing missing in a completed lock', () => {
    const complete = withEntries(lock, missingEntries(lock));
    expect(missingEntries(complete)).toEqual({});
    expect(Object.keys(complete.packages)).toEqual([
      '',
      'node_modules/@tool/darwin-arm64',
      'node_modules/@tool/linux-x64',
      'node_modules/tool',
    ]);
  });

  it('counts a package nested under its parent as present', () => {
    const packages = {
      ...lock.packages,
      'node_modules/tool/node_modules/@tool/darwin-arm64': { version: '1.2.3' },
    };
    expect(missingEntries({ packages })).toEqual({});
  });

  it('puts a second version next to the nested package that needs it', () => {
    const packages = {
      'node_modules/@tool/darwin-arm64': { version: '2.0.0' },
      'node_modules/app/node_modules/tool': {
        version: '1.2.3',
        optionalDependencies: { '@tool/darwin-arm64': '1.2.3' },
      },
    };
    expect(Object.keys(missingEntries({ packages }))).toEqual([
      'node_modules/app/node_modules/@tool/darwin-arm64',
    ]);
  });

  it('puts it inside the package that needs it if another version is next to it', () => {
    const packages = {
      'node_modules/@tool/darwin-arm64': { version: '2.0.0' },
      'node_modules/tool': { version: '1.2.3', optionalDependencies: { '@tool/darwin-arm64': '1.2.3' } },
    };
    expect(Object.keys(missingEntries({ packages }))).toEqual([
      'node_modules/tool/node_modules/@tool/darwin-arm64',
    ]);
  });

  it('refuses a range, because the version is unknown', () => {
    const packages = { 'node_modules/tool': { optionalDependencies: { '@tool/darwin-arm64': '^1.0.0' } } };
    expect(() => missingEntries({ packages })).toThrow('exact versions');
  });
});
