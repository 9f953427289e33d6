import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromiumLaunchOptions } from '../find-chromium.mjs';
import { freePort, until, type Setup } from './setup.ts';
import { startNginx } from './start-nginx.ts';

/** A browser's limit of six connections with HTTP/1.1, and HTTP/2. */
export async function checkConnectionLimit({ folder, block, report }: Setup): Promise<void> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = `ssl_certificate ${cert}; ssl_certificate_key ${key};`;
  const browser = await chromium.launch(chromiumLaunchOptions());
  for (const { name, options, expected } of [
    { name: 'HTTP/1.1', options: 'ssl', expected: 6 },
    { name: 'HTTP/2', options: 'ssl http2', expected: 10 },
  ]) {
    const port = await freePort();
    const config = block(port, tls).replace(`${port};`, `${port} ${options};`);
    const nginx = startNginx(folder, `limit-${expected}`, config);
    const opened = await streamsOf(browser, `https://127.0.0.1:${port}`);
    report(`of ten event streams, one Chromium page opens over ${name}`, opened === expected, opened);
    await nginx.stop();
  }
  await browser.close();
}

/** How many of ten event streams a page opens. */
async function streamsOf(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await until('the page', () =>
    page.goto(`${url}/__control`).then(
      () => true,
      () => false,
    ),
  );
  const opened = await page.evaluate(async () => {
    let count = 0;
    for (let i = 0; i < 10; i += 1)
      void fetch(`/api/runs/demo/logs/stream?page=${i}`, { cache: 'no-store' }).then(() => (count += 1));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return count;
  });
  await context.close();
  return opened;
}
