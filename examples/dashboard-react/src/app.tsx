import { TailraceProvider } from '@tailrace/react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { BackendName, ControlState, RunInfo } from './control/control.js';
import { useControl } from './control/use-control.js';
import { BACKENDS } from './lib/sources.js';
import { useMediaQuery } from './lib/use-media-query.js';
import { PAGES, routeHref, useRoute, type Page } from './lib/use-route.js';
import { AllPage } from './pages/all-page.js';
import { CodespacePage } from './pages/codespace-page.js';
import { ContainersPage } from './pages/containers-page.js';
import { PrismqPage } from './pages/prismq-page.js';
import { StatsPage } from './pages/stats-page.js';
import { StratalPage } from './pages/stratal-page.js';
import { CloseIcon, MenuIcon } from './shell/icons.js';
import { RunState } from './shell/run-state.js';
import { kindWord, Sidebar } from './shell/sidebar.js';

/** The runs on the left, the selected one on the right. */
export function App(): ReactNode {
  const { state, unreachable } = useControl();
  const route = useRoute();
  const [menu, setMenu] = useState(false);
  const run =
    state?.runs.find(({ id }) => id === route.run) ?? (route.run === undefined ? state?.runs[0] : undefined);
  // Four viewers need room; a phone shows one backend at a time.
  const narrow = useMediaQuery('(max-width: 760px)');
  const served = (page: BackendName): boolean => state?.backends.includes(page) ?? true;
  const pages = PAGES.filter((page) =>
    page === 'all' ? !narrow : served(page === 'stats' ? 'stratal' : page),
  );
  const page = pages.includes(route.page) ? route.page : (pages[0] ?? 'all');
  const tabs = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = run === undefined ? 'Tailrace' : `${run.title} · Tailrace`;
  }, [run]);

  // If the tabs do not fit side by side, scroll to the open one.
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page]);

  return (
    <div className="app" data-menu={menu ? '' : undefined}>
      <Sidebar runs={state?.runs} selected={run?.id} page={page} onChoose={() => setMenu(false)} />
      {menu && (
        <button
          className="scrim"
          type="button"
          aria-label="Close the list of runs"
          onClick={() => setMenu(false)}
        />
      )}
      <main className="main">
        <header className="run-header">
          <button
            className="menu-button"
            type="button"
            aria-expanded={menu}
            aria-label="Runs"
            onClick={() => setMenu(!menu)}
          >
            {menu ? <CloseIcon /> : <MenuIcon />}
          </button>
          <RunHeading run={run} wanted={route.run} known={state !== undefined} />
        </header>
        <nav ref={tabs} className="tabs" aria-label="Backends">
          {pages.map((name) => (
            <a key={name} href={routeHref(name, run?.id)} aria-current={name === page ? 'page' : undefined}>
              {titleOf(name)}
            </a>
          ))}
        </nav>
        {unreachable && (
          <p className="notice" data-bad="" role="alert">
            The server does not answer. Is <code>tailrace serve</code> still running? This page asks again by
            itself.
          </p>
        )}
        {run === undefined && state !== undefined && route.run !== undefined && (
          <p className="nothing">
            The server forgets scenarios some time after they have ended. The runs that it has now are in the
            list.
          </p>
        )}
        {run !== undefined && state !== undefined && (
          <TailraceProvider
            baseUrl={location.origin}
            {...(state.token === null ? {} : { token: state.token })}
          >
            <OpenPage page={page} run={run} state={state} />
          </TailraceProvider>
        )}
      </main>
    </div>
  );
}

function titleOf(page: Page): string {
  return page === 'all' ? 'Side by side' : page === 'stats' ? 'Statistics' : BACKENDS[page].title;
}

interface RunHeadingProps {
  readonly run: RunInfo | undefined;
  readonly wanted: string | undefined;
  readonly known: boolean;
}

function RunHeading({ run, wanted, known }: RunHeadingProps): ReactNode {
  if (run === undefined)
    return (
      <h2>{!known ? 'Connecting…' : wanted === undefined ? 'No runs yet' : `There is no run “${wanted}”`}</h2>
    );
  return (
    <>
      <h2>{run.title}</h2>
      <div className="run-facts">
        <RunState status={run.status} />
        <span className="optional">{kindWord(run.kind)}</span>
        <span>
          id <code>{run.id}</code>
        </span>
        <span>{run.lines.toLocaleString('en')} lines</span>
      </div>
    </>
  );
}

function OpenPage({
  page,
  run,
  state,
}: {
  readonly page: Page;
  readonly run: RunInfo;
  readonly state: ControlState;
}): ReactNode {
  const props = { run, token: state.token };
  // With a key, another run is a new page, without the old scroll position and search.
  switch (page) {
    case 'all':
      return <AllPage key={run.id} {...props} backends={state.backends} />;
    case 'codespace':
      return <CodespacePage key={run.id} {...props} />;
    case 'prismq':
      return <PrismqPage key={run.id} {...props} />;
    case 'stratal':
      return <StratalPage key={run.id} {...props} />;
    case 'containers':
      return <ContainersPage key={run.id} {...props} />;
    case 'stats':
      return <StatsPage backends={state.backends} />;
  }
}
