/** The texts of `--help`. */
import type { CommandName } from './args/command.js';

const OVERVIEW = `Tailrace: log streams in a terminal. No line lost, none printed twice, every hole shown.

  tailrace serve                               the reference server of all four backends, and a dashboard
  tailrace tail <backend> <baseUrl> [id]       print a log and follow it
  tailrace download <backend> <baseUrl> <id>   write a whole log to a file
  tailrace replay FILE                         show a session that tail --record wrote down
  tailrace doctor <backend> <baseUrl> [id]     check a backend, and say what to fix

  tailrace <command> --help    all options of a command
  tailrace --version

Backends: codespace, prismq, stratal, containers.
`;

const SERVE = `tailrace serve [options] [-- COMMAND …]

Serves all four backends on one port, with a dashboard at /. What COMMAND writes to stdout and stderr, and what is
appended to a file, becomes a log of its own next to the made-up ones. Ctrl-C ends it.

  --port N          port to listen on; 0 takes a free one                     default 4280
  --host ADDRESS    address to listen on                                      default 127.0.0.1
  --backend NAME …  serve only these: codespace, prismq, stratal, containers  default all
  --scenario NAME   what the made-up logs look like
  --rate N          lines a second of each made-up log
  --file PATH …     follow these files; rotation and truncation are survived
  --dashboard DIR   show this folder at / instead of the built-in dashboard
  -- COMMAND …      run this command and capture what it writes

  tailrace serve -- npm run build
  tailrace serve --port 0 --scenario flaky --rate 200
`;

const TAIL = `tailrace tail <codespace|prismq|stratal|containers> <baseUrl> [id] [options]

Prints a log to stdout and follows it through cut connections. Everything else goes to stderr.
id: a task id (codespace), run id (prismq), job run id (stratal) or service name (containers). For stratal, no id
means all runs, type:system, type:job or type:task a type, and task:<id> a single task run.

  --token T          bearer token; - reads it from stdin. Better: the variable TAILRACE_TOKEN, or stdin, for every
                     user of the machine can see the command line
  --transport NAME   ws, sse or poll                                     default: the backend's best
  --no-follow        print the history up to now, then end               default --follow
  --since TS         begin after this timestamp, or this long ago (10m, 2h)
  --tail N           begin with the newest N lines                       default: all the server has
  --level L          this level and above: trace, debug, info, warn, error, fatal
  --grep RE          only lines whose text matches this regular expression; (?i:…) ignores case
  --format F         pretty, raw (messages as sent) or ndjson (one JSON object a line)    default pretty
  --stats            at the end, one JSON line on stderr: what became of every line received
  --record FILE      write down what went over the wire, for a bug report. The file holds addresses, ids and the log's
                     text, and no token; "tailrace replay FILE" shows it

Exit status: 0 the log is complete (or its end was reached with --no-follow), 1 failed for good, 2 wrong usage,
130 interrupted. NO_COLOR turns colours off; TAILRACE_DEBUG=1 tells on stderr what the connection does.

  tailrace tail prismq http://127.0.0.1:4280 build-42 --level warn
  tailrace tail containers https://ops.example web --tail 100 --format ndjson | jq .message
`;

const DOWNLOAD = `tailrace download <codespace|prismq|stratal|containers> <baseUrl> <id> [options]

Writes a whole log to a file: the server's own log file where the backend has one, else every line it lists.

  --token T       bearer token; - reads it from stdin; or set TAILRACE_TOKEN
  --output FILE   where to; - is stdout               default: the server's name for it, in this folder
  --date D        only this day, like 2026-01-31      stratal only

Exit status: 0 written, 1 failed, 2 wrong usage, 130 interrupted. A file is complete or not there.

  tailrace download prismq http://127.0.0.1:4280 build-42
`;

const REPLAY = `tailrace replay FILE [<backend> <baseUrl> [id]] [options]

Shows a session that was recorded with tail --record (or createRecorder) as it was shown then: the same lines, gaps and
notices. Touches no network. A recording that does not say of which log it is needs backend, base URL and id.

  --speed N     N times as fast as it was; max waits for nothing                          default max
  --format F    pretty, raw (messages as sent) or ndjson (one JSON object a line)         default pretty
  --stats       at the end, one JSON line on stderr: what became of every line received

Exit status: 0 shown to its end, 1 it cannot be read, or the session failed then, 2 wrong usage, 130 interrupted.

  tailrace tail prismq https://queue.example build-42 --record broken.ndjson
  tailrace replay broken.ndjson --stats
`;

const DOCTOR = `tailrace doctor <codespace|prismq|stratal|containers> <baseUrl> [id] [options]

Checks a backend, and what stands before it, with a few requests that read and change nothing: statuses with and without
a token, CORS, headers, whether the stream arrives as it is sent, heartbeats, cursors, replays, WebSockets. Says for
each what to fix and where. Without an id only what needs no log is checked. Never prints a token.

  --token T       bearer token; - reads it from stdin; or set TAILRACE_TOKEN
  --origin URL    where the page that reads the log comes from, such as https://app.example: checks CORS
  --seconds N     how long to listen; 70 finds what a proxy cuts after a minute       default 10
  --json          the findings as one JSON object

Exit status: 0 all well, or nothing worse than warnings; 1 something fails; 2 wrong usage; 130 interrupted.

  tailrace doctor codespace https://api.example 4f2 --origin https://app.example
`;

/** The help text about a command, or the overview. */
export function helpText(about: CommandName | undefined): string {
  if (about === 'serve') return SERVE;
  if (about === 'tail') return TAIL;
  if (about === 'download') return DOWNLOAD;
  if (about === 'replay') return REPLAY;
  if (about === 'doctor') return DOCTOR;
  return OVERVIEW;
}
