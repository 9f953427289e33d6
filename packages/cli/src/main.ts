import manifest from '../package.json' with { type: 'json' };
import { parseCommand } from './args/parse.js';
import { EXIT, type ExitStatus } from './exit-status.js';
import { helpText } from './help.js';
import type { Io } from './terminal/io.js';
import { createNotices } from './terminal/notices.js';
import { useProxy } from './terminal/use-proxy.js';
import { withToken } from './terminal/with-token.js';
import { writeText } from './terminal/write-text.js';
import { UsageError } from './usage-error.js';
import { messageOf } from './message-of.js';

/** Runs one command line (without program and script). Resolves to the exit status; never rejects. */
export async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  try {
    const command = parseCommand(argv, { env: io.env, now: io.now() });
    if ('baseUrl' in command) useProxy(io.env); // only where requests are sent
    // Each command loads its own modules, so that `tail` does not wait for those of the server.
    switch (command.name) {
      case 'help':
        await writeText(io.stdout, helpText(command.about));
        return EXIT.complete;
      case 'version':
        await writeText(io.stdout, manifest.version);
        return EXIT.complete;
      case 'serve':
        return await (await import('./commands/serve.js')).runServe(command, io);
      case 'tail':
        return await (await import('./commands/tail.js')).runTail(await withToken(command, io.stdin), io);
      case 'replay':
        return await (await import('./commands/replay.js')).runReplay(command, io);
      case 'doctor':
        return await (await import('./commands/doctor.js')).runDoctor(await withToken(command, io.stdin), io);
      case 'download':
        return await (
          await import('./commands/download.js')
        ).runDownload(await withToken(command, io.stdin), io);
    }
  } catch (thrown) {
    const notices = createNotices(io.stderr);
    if (thrown instanceof UsageError) {
      notices.say(thrown.message);
      notices.line(thrown.hint);
      return EXIT.usage;
    }
    notices.say(messageOf(thrown));
    return EXIT.failed;
  }
}
