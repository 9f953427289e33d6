import { describe, expect, it } from 'vitest';
import { takeStreamSlot, type SlotHost } from './stream-slots.js';

type Locks = NonNullable<NonNullable<SlotHost['navigator']>['locks']>;

/** The Web Locks of one browser. */
function createLocks(): Locks {
  const held = new Set<string>();
  return {
    async request(name, _options, callback) {
      if (held.has(name)) return callback(null);
      held.add(name);
      await callback({});
      held.delete(name);
    },
  };
}

const refusing: Locks = { request: () => Promise.reject(new Error('not in this frame')) };

const page = (navigator: SlotHost['navigator'] = {}): SlotHost => ({ document: {}, navigator });

/** Takes slots until none is left, at most ten. */
async function takeAll(url: string, ...hosts: SlotHost[]): Promise<(() => void)[]> {
  const releases: (() => void)[] = [];
  for (let count = 0; count < 10; count++) {
    const release = await takeStreamSlot(url, hosts[count % hosts.length]);
    if (release) releases.push(release);
  }
  return releases;
}

describe('slots for event streams', () => {
  it.each<[string, SlotHost[]]>([
    ['one page', [page()]],
    ['a worker', [{ WorkerGlobalScope: {} }]],
    ['a page that may use no locks', [page({ locks: refusing })]],
    ['two tabs', ((locks) => [page({ locks }), page({ locks })])(createLocks())],
  ])('are four for a host over all of %s, and are taken again once they are free', async (name, hosts) => {
    const url = `http://${name.replaceAll(' ', '-')}.test/logs?x=1`;
    const releases = await takeAll(url, ...hosts);
    expect(releases).toHaveLength(4);
    releases[1]?.();
    await Promise.resolve();
    expect(await takeAll(url, ...hosts)).toHaveLength(1);
    expect(await takeAll(`${url.replace('.test', '.other')}`, ...hosts)).toHaveLength(4);
  });

  it('are not limited outside of browsers, nor over HTTP/2, nor over HTTPS of which nothing is known', async () => {
    const over = (nextHopProtocol: string): SlotHost => ({
      ...page(),
      performance: {
        getEntriesByType: () => [
          { name: 'https://first.test/a.js', nextHopProtocol: 'http/1.1' },
          { name: 'https://h.test/a.js', nextHopProtocol },
          { name: 'https://h.test/b.js', nextHopProtocol: '' },
        ],
      },
    });
    expect(await takeAll('http://node.test/')).toHaveLength(10);
    expect(await takeAll('http://node.test:99999/')).toHaveLength(10);
    expect(await takeAll('https://h.test/', page())).toHaveLength(10);
    expect(await takeAll('https://h.test/', over('h2'))).toHaveLength(10);
    expect(await takeAll('https://h.test/', over('http/1.1'))).toHaveLength(4);
  });
});
