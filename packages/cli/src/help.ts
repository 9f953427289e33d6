/** The texts of `--help`. */
import type { CommandName } from './args/command.js';

const OVERVIEW = `Tailrace: log streams in a terminal. No line is lost, none is printed twice, and every gap is shown.

  tailrace serve                               the reference server of all four backends, and a dashboard
  tailrace tail <backend> <baseUrl> [id]       print a log and follow it
  tailrace download <backend> <baseUrl> <id>   write a whole log to a file
  tailrace replay FILE                         replay a session recorded with tail --record
  tailrace doctor <backend> <baseUrl> [id]     check a backend, and say what to fix

  tailrace <command> --help    all options of a command
  tailrace --version

Backends: codespace, prismq, stratal, containers.
`;

const SERVE = `tailrace serve [options] [-- COMMAND …]

Serves all four backends on one port, with a dashboard at /. What COMMAND writes to stdout and stderr, and what is
appended to a file, becomes a log of its own beside the simulated ones. Ctrl-C stops it.

  --port N          port to listen on; 0 takes a free one                     default 4280
  --host ADDRESS    address to listen on                                      default 127.0.0.1
  --backend NAME …  serve only these: codespace, prismq, stratal, containers  default all
  --scenario NAME   what the simulated logs do; none: no simulated logs
  --rate N          lines per second of each simulated log
  --file PATH …     follow these files, also through rotation and truncation
  --dashboard DIR   serve this folder at / instead of the built-in dashboard
  -- COMMAND …      run this command and capture what it writes

  tailrace serve -- npm run build
  tailrace serve --port 0 --scenario flaky --rate 200
`;

const TAIL = `tailrace tail <codespace|prismq|stratal|containers> <baseUrl> [id] [options]

Prints a log to stdout and follows it, reconnecting when the connection breaks. Everything else goes to stderr.
id: a task id (codespace), run id (prismq), job run id (stratal) or service name (containers). For stratal, no id
means all runs, type:system, type:job or type:task a type, and task:<id> a single task run.

  --token T          bearer token; - reads it from stdin. Prefer stdin or the variable TAILRACE_TOKEN, because
                     every user of the machine can see the command line
  --transport NAME   ws, sse or poll                                     default: the backend's best
  --no-follow        print the history up to now, then end               default --follow
  --since TS         start after this timestamp, or this long ago (10m, 2h)
  --tail N           start with the newest N lines                       default: all the server has
  --level L          this level and above: trace, debug, info, warn, error, fatal
  --grep RE          only lines whose text matches this regular expression; (?i:…) ignores case
  --format F         pretty, raw (messages as sent) or ndjson (one JSON object per line)  default pretty
  --stats            at the end, one JSON line on stderr that accounts for every line received
  --record FILE      record what goes over the wire, for a bug report. The file contains addresses, ids and the log's
                     text, but no token; "tailrace replay FILE" replays it

Exit status: 0 the log is complete (or its end was reached with --no-follow), 1 failed for good, 2 wrong usage,
130 interrupted. NO_COLOR turns colours off, FORCE_COLOR=1 keeps them in a pipe; TAILRACE_DEBUG=1 traces the
connection on stderr.

  tailrace tail prismq http://127.0.0.1:4280 build-42 --level warn
  tailrace tail containers https://ops.example web --tail 100 --format ndjson | jq .message
`;

const DOWNLOAD = `tailrace download <codespace|prismq|stratal|containers> <baseUrl> <id> [options]

Writes a whole log to a file: the server's own log file if the backend has one, otherwise every line it lists.

  --token T       bearer token; - reads it from stdin; or set TAILRACE_TOKEN
  --output FILE   file to write; - is stdout          default: the server's file name, in this folder
  --date D        only this day, e.g. 2026-01-31      stratal only

Exit status: 0 written, 1 failed, 2 wrong usage, 130 interrupted. The file is complete or does not exist.

  tailrace download prismq http://127.0.0.1:4280 build-42
`;

const REPLAY = `tailrace replay FILE [<backend> <baseUrl> [id]] [options]

Replays a session that was recorded with tail --record (or createRecorder): the same lines, gaps and notices. Uses no
network. If a recording does not name its log, give backend, base URL and id.

  --speed N     N times as fast as recorded; max does not wait at all                     default max
  --format F    pretty, raw (messages as sent) or ndjson (one JSON object per line)       default pretty
  --stats       at the end, one JSON line on stderr that accounts for every line received

Exit status: 0 replayed to its end, 1 unreadable or the recorded session failed, 2 wrong usage, 130 interrupted.

  tailrace tail prismq https://queue.example build-42 --record broken.ndjson
  tailrace replay broken.ndjson --stats
`;

const DOCTOR = `tailrace doctor <codespace|prismq|stratal|containers> <baseUrl> [id] [options]

Checks a backend, and any proxy in front of it, with a few read-only requests: statuses with and without a token, CORS,
headers, whether the stream arrives as it is sent, heartbeats, cursors, replays, WebSockets. Says for each problem what
to fix and where. Without an id, only checks that need no log are made. Never prints a token.

  --token T       bearer token; - reads it from stdin; or set TAILRACE_TOKEN
  --origin URL    origin of the page that reads the log, such as https://app.example: checks CORS
  --seconds N     how long to listen; 70 finds what a proxy cuts after a minute       default 10
  --json          print the findings as one JSON object

Exit status: 0 nothing worse than warnings, 1 something to fix, 2 wrong usage, 130 interrupted.

  tailrace doctor codespace https://api.example 4f2 --origin https://app.example
`;

const TEXTS: Readonly<Record<CommandName, string>> = {
  serve: SERVE,
  tail: TAIL,
  download: DOWNLOAD,
  replay: REPLAY,
  doctor: DOCTOR,
};

/** The help text about a command, or the overview. */
export function helpText(about: CommandName | undefined): string {
  return about === undefined ? OVERVIEW : TEXTS[about];
}
