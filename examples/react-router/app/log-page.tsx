import { stratal } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { useMemo, type ReactElement } from 'react';
import { NavLink, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';

const RUNS = ['steady', 'burst', 'agent-run'];

/** Runs only on the server, which knows the address of the backend and passes it to the page. */
export function loader({ params }: LoaderFunctionArgs): { baseUrl: string; runId: string | undefined } {
  const baseUrl = process.env['LOGS_URL'];
  if (baseUrl === undefined) throw new Error('Set LOGS_URL to the address of the backend.');
  return { baseUrl, runId: params['runId'] };
}

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `Log of ${loaderData?.runId ?? 'all runs'}` },
];

/** Rendered on the server and in the browser. The viewer connects when it is mounted, which happens only in a browser. */
export default function LogPage(): ReactElement {
  const { baseUrl, runId } = useLoaderData<typeof loader>();
  const source = useMemo(() => {
    const backend = stratal({ baseUrl });
    return runId === undefined ? backend.all() : backend.jobRun(runId);
  }, [baseUrl, runId]);
  return (
    <main>
      <h1>Rendered on a server</h1>
      <nav>
        <NavLink to="/" end>
          All runs
        </NavLink>
        {RUNS.map((id) => (
          <NavLink key={id} to={`/${id}`}>
            {id}
          </NavLink>
        ))}
      </nav>
      <LogViewer source={source} height="70vh" />
    </main>
  );
}
