/** What a command line asks for, checked and with its defaults filled in. */
import type { LogLevel, TransportName } from '@tailrace/core';

/** The backends, in the order in which the help lists them. */
export const BACKENDS = ['codespace', 'prismq', 'stratal', 'containers'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** How lines are printed. */
export const FORMATS = ['pretty', 'raw', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export interface ServeCommand {
  readonly name: 'serve';
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  readonly backends: readonly BackendName[];
  /** undefined: the server's own choice. */
  readonly scenario: string | undefined;
  /** Lines per second of each scenario; undefined: the scenario's own pace. */
  readonly rate: number | undefined;
  /** Growing files to capture. */
  readonly files: readonly string[];
  /** Program and arguments to run, with their output captured. */
  readonly command: readonly string[] | undefined;
  /** Folder of a built page to serve at `/`; undefined: the dashboard that ships with the command. */
  readonly dashboard: string | undefined;
}

/** Where a log is. */
export interface Target {
  readonly backend: BackendName;
  readonly baseUrl: string;
  readonly id: string | undefined;
  /** Never printed. `-`: read the first line of stdin. */
  readonly token: string | undefined;
}

export interface TailCommand extends Target {
  readonly name: 'tail';
  readonly transport: TransportName | undefined;
  readonly follow: boolean;
  readonly since: string | undefined;
  /** Number of newest lines to start with; undefined: all the server has. */
  readonly tail: number | undefined;
  /** This level and the more severe ones. */
  readonly level: LogLevel | undefined;
  readonly grep: RegExp | undefined;
  readonly format: Format;
  readonly stats: boolean;
  /** File to record the session to. */
  readonly record: string | undefined;
}

export interface ReplayCommand {
  readonly name: 'replay';
  readonly file: string;
  /** undefined: what the recording says. */
  readonly target: Target | undefined;
  readonly speed: number | 'max';
  readonly format: Format;
  readonly stats: boolean;
}

export interface DoctorCommand extends Target {
  readonly name: 'doctor';
  /** Origin of the page that will read the log; undefined: CORS is not checked. */
  readonly origin: string | undefined;
  /** How long to listen to a live stream. */
  readonly seconds: number;
  readonly json: boolean;
}

export interface DownloadCommand extends Target {
  readonly name: 'download';
  readonly id: string;
  /** `-`: stdout; undefined: a file in the current folder, named by the server. */
  readonly output: string | undefined;
  readonly date: string | undefined;
}

export interface HelpCommand {
  readonly name: 'help';
  /** undefined: the overview. */
  readonly about: CommandName | undefined;
}

export interface VersionCommand {
  readonly name: 'version';
}

export const COMMANDS = ['serve', 'tail', 'download', 'replay', 'doctor'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** The commands that read a log. */
export type TargetCommandName = Exclude<CommandName, 'serve'>;

export type Command =
  ServeCommand | TailCommand | DownloadCommand | ReplayCommand | DoctorCommand | HelpCommand | VersionCommand;
