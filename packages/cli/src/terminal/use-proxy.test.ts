import { describe, expect, it, vi } from 'vitest';
import { UsageError } from '../usage-error.js';
import { useProxy } from './use-proxy.js';

const settingFor = (env: Record<string, string>): unknown => {
  const set = vi.fn();
  useProxy(env, set);
  return set.mock.calls[0]?.[0];
};

describe('useProxy', () => {
  it('uses the proxies of the environment, but never for this machine', () => {
    expect(settingFor({ HTTPS_PROXY: 'http://p:1', NO_PROXY: '.intern' })).toMatchObject({
      https_proxy: 'http://p:1',
      no_proxy: 'localhost,127.0.0.1,::1,.intern',
    });
    expect(settingFor({ http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:1' })).toMatchObject({
      http_proxy: 'http://a:1',
      no_proxy: 'localhost,127.0.0.1,::1',
    });
  });

  it('changes nothing without one, or if no host is to be reached through it', () => {
    expect(settingFor({ NO_PROXY: 'a' })).toBeUndefined();
    expect(settingFor({ HTTP_PROXY: '' })).toBeUndefined();
    expect(settingFor({ HTTP_PROXY: 'http://p:1', NO_PROXY: '*' })).toBeUndefined();
  });

  it('refuses what is no URL, without repeating it', () => {
    const wrong = (): void => useProxy({ HTTP_PROXY: 'user:secret@' });
    expect(wrong).toThrow(UsageError);
    expect(wrong).not.toThrow(/secret/);
  });
});
