import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a file of `children/` in its own Node process with a large heap. Resolves to the JSON it prints. */
export async function runChild<T>(file: string, args: readonly string[]): Promise<T> {
  const path = fileURLToPath(new URL(`../children/${file}`, import.meta.url));
  const flags = ['--expose-gc', '--max-old-space-size=6144', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}.`);
  return JSON.parse(output) as T;
}
