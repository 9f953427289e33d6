import type { ReactNode } from 'react';
import type { RunInfo } from '../control/control.js';
import { routeHref, type Page } from '../lib/use-route.js';
import { Faults } from './faults.js';
import { FileIcon, MarkIcon, ProcessIcon, ScenarioIcon } from './icons.js';
import { RunState } from './run-state.js';
import { ThemeSwitch } from './theme-switch.js';

const KINDS: Readonly<Record<RunInfo['kind'], { readonly word: string; readonly Icon: () => ReactNode }>> = {
  process: { word: 'captured process', Icon: ProcessIcon },
  file: { word: 'captured file', Icon: FileIcon },
  scenario: { word: 'scenario', Icon: ScenarioIcon },
  manual: { word: 'written by hand', Icon: ScenarioIcon },
  system: { word: 'system', Icon: ScenarioIcon },
};

/** The origin of a run's lines. */
export function kindWord(kind: RunInfo['kind']): string {
  return KINDS[kind].word;
}

export interface SidebarProps {
  readonly runs: readonly RunInfo[] | undefined;
  readonly selected: string | undefined;
  readonly page: Page;
  /** Called when the user selects a run. */
  readonly onChoose: () => void;
}

/** The runs, the faults and the theme. */
export function Sidebar({ runs, selected, page, onChoose }: SidebarProps): ReactNode {
  const captured = runs?.filter(({ kind }) => kind === 'process' || kind === 'file') ?? [];
  const others = runs?.filter(({ kind }) => kind !== 'process' && kind !== 'file') ?? [];
  const list = (label: string, items: readonly RunInfo[]): ReactNode =>
    items.length > 0 && (
      <section aria-label={label}>
        <h2>{label}</h2>
        <ul>
          {items.map((run) => (
            <li key={run.id}>
              <RunLink
                run={run}
                href={routeHref(page, run.id)}
                current={run.id === selected}
                onChoose={onChoose}
              />
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <aside className="sidebar">
      <div className="brand">
        <MarkIcon />
        <h1>Tailrace</h1>
        <ThemeSwitch />
      </div>
      <nav aria-label="Runs" className="runs">
        {runs === undefined && <p className="runs-empty">Loading the runs…</p>}
        {runs?.length === 0 && (
          <p className="runs-empty">
            The server has no runs. Start it with a command to capture:{' '}
            <code>tailrace serve -- npm run build</code>
          </p>
        )}
        {list('Captured here', captured)}
        {list('Scenarios', others)}
      </nav>
      <Faults runId={selected} />
    </aside>
  );
}

interface RunLinkProps {
  readonly run: RunInfo;
  readonly href: string;
  readonly current: boolean;
  readonly onChoose: () => void;
}

function RunLink({ run, href, current, onChoose }: RunLinkProps): ReactNode {
  const { Icon, word } = KINDS[run.kind];
  return (
    <a
      className="run-link"
      href={href}
      aria-current={current ? 'page' : undefined}
      onClick={onChoose}
      title={`${run.title} (${word})`}
    >
      <Icon />
      <span className="run-link-title">{run.title}</span>
      <RunState status={run.status} />
      <span className="run-link-lines">{run.lines.toLocaleString('en')}</span>
    </a>
  );
}
