// Finds a Chromium on this machine, and says how to start it. Looks at TAILRACE_CHROMIUM, then at the system's browsers, then in
// Playwright's cache.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Arguments that let Chromium start in a container and keep it quiet on the network. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const applications = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

const cachedBinaries = [
  ['chrome-headless-shell-linux64', 'chrome-headless-shell'],
  ['chrome-linux', 'headless_shell'],
  ['chrome-linux64', 'chrome'],
  ['chrome-linux', 'chrome'],
  ['chrome-headless-shell-mac-arm64', 'chrome-headless-shell'],
  ['chrome-headless-shell-mac-x64', 'chrome-headless-shell'],
  ['chrome-mac-arm64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
  ['chrome-mac-x64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
  ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
  ['chrome-headless-shell-win64', 'chrome-headless-shell.exe'],
  ['chrome-win64', 'chrome.exe'],
  ['chrome-win', 'chrome.exe'],
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function playwrightCaches(env, platform) {
  const own = env.PLAYWRIGHT_BROWSERS_PATH;
  if (own !== undefined && own !== '' && own !== '0') return [own];
  const home = homedir();
  if (platform === 'darwin') return [join(home, 'Library', 'Caches', 'ms-playwright')];
  if (platform === 'win32')
    return [join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'ms-playwright')];
  return [join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'ms-playwright')];
}

function fromPlaywrightCache(env, platform) {
  for (const cache of playwrightCaches(env, platform)) {
    if (!existsSync(cache)) continue;
    // Newest revision first; the headless shell before the full browser of the same revision.
    const revision = (name) => Number(name.slice(name.lastIndexOf('-') + 1));
    const folders = readdirSync(cache)
      .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
      .sort((a, b) => revision(b) - revision(a) || b.localeCompare(a));
    for (const folder of folders) {
      for (const parts of cachedBinaries) {
        const path = join(cache, folder, ...parts);
        if (isExecutable(path)) return path;
      }
    }
  }
  return undefined;
}

/**
 * The path of a Chromium, or undefined if there is none.
 * TAILRACE_CHROMIUM takes precedence; if it cannot be run, that is an error rather than a reason to look elsewhere.
 */
export function findChromium(env = process.env, platform = process.platform) {
  const chosen = env.TAILRACE_CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    if (isExecutable(chosen)) return chosen;
    throw new Error(
      `TAILRACE_CHROMIUM is set to ${chosen}, which is not a program that can be run. Point it at a Chromium or Chrome binary, or unset it.`,
    );
  }
  for (const name of systemNames) {
    for (const folder of (env.PATH ?? '').split(delimiter)) {
      if (folder !== '' && isExecutable(join(folder, name))) return join(folder, name);
    }
  }
  for (const path of applications[platform] ?? []) if (isExecutable(path)) return path;
  return fromPlaywrightCache(env, platform);
}

/** Options for Playwright's `launch`. Throws, saying what to do, if there is no Chromium. */
export function chromiumLaunchOptions(env = process.env) {
  const executablePath = findChromium(env);
  if (executablePath === undefined) throw new Error(chromiumMissing);
  return { executablePath, args: [...chromiumArgs] };
}

/** What to do on a machine without Chromium. */
export const chromiumMissing = [
  'No Chromium was found, and the browser tests need one. Do one of these, then try again:',
  '  - Debian:           sudo apt-get install -y chromium',
  '  - any system:       npx playwright install --with-deps --only-shell chromium',
  '  - already have one: set TAILRACE_CHROMIUM to the path of its binary',
].join('\n');
