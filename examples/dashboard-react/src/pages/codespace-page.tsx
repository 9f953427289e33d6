import { useMemo, type ReactNode } from 'react';
import { useLogStream } from '@tailrace/react';
import { BACKENDS, sourceOf } from '../lib/sources.js';
import { useSteps } from '../lib/use-steps.js';
import { StreamPanel } from '../parts/log-panel.js';
import type { PageProps } from './page-props.js';

/** A task: its progress, its steps, its log. */
export function CodespacePage({ run, token }: PageProps): ReactNode {
  const source = useMemo(() => sourceOf('codespace', run.id, token), [run.id, token]);
  const { stream, progress } = useLogStream(source);
  const steps = useSteps(stream);
  const current = steps.at(-1);
  return (
    <div className="page">
      <div className="page-bar">
        <span>
          <span className="muted">Step</span> {current?.name ?? 'none yet'}
        </span>
        {progress !== undefined && (
          <div className="progress">
            <div
              className="progress-track"
              role="progressbar"
              aria-label="Progress of the task"
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(progress)}
            >
              <div style={{ width: `${progress}%` }} />
            </div>
            {Math.round(progress)}%
          </div>
        )}
      </div>
      <div className="page-body">
        <StreamPanel stream={stream} {...BACKENDS.codespace} />
        <aside className="page-aside" aria-label="Steps">
          <h3>Steps</h3>
          <ul className="steps">
            {steps.map((step) => (
              <li key={step.name}>
                <span title={step.name}>{step.name}</span>
                <span>{step.lines.toLocaleString('en')}</span>
                <small>{step.lastType}</small>
                <small data-bad={step.errors > 0 ? '' : undefined}>
                  {step.errors > 0 ? `${step.errors.toLocaleString('en')} errors` : ''}
                </small>
              </li>
            ))}
          </ul>
        </aside>
      </div>
    </div>
  );
}
