import { useState, type ReactNode } from 'react';
import { causeFault, type Fault } from '../control/control.js';

interface FaultButton {
  readonly label: string;
  /** What the user will see. */
  readonly effect: string;
  readonly fault: (runId: string) => Fault;
  readonly done: (count: number) => string;
}

const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

const BUTTONS: readonly FaultButton[] = [
  {
    label: 'Cut',
    effect: 'Streams break; they reconnect and continue where they were.',
    fault: (runId) => ({ action: 'cut', runId }),
    done: (count) => `${plural(count, 'stream')} cut.`,
  },
  {
    label: 'Stall 20 s',
    effect: 'The server falls silent but stays connected.',
    fault: (runId) => ({ action: 'stall', ms: 20_000, runId }),
    done: (count) => `${plural(count, 'stream')} silent for 20 s.`,
  },
  {
    label: 'Refuse 3',
    effect: 'The next three connections get a 503. Cut to see the retries.',
    fault: () => ({ action: 'refuse', count: 3, status: 503 }),
    done: (count) => `The next ${plural(count, 'connection')} will be refused.`,
  },
  {
    label: 'Repeat 50',
    effect: 'The last 50 lines are sent again; none is shown twice.',
    fault: (runId) => ({ action: 'duplicate', count: 50, runId }),
    done: (count) => `50 lines sent again on ${plural(count, 'stream')}.`,
  },
  {
    label: 'Evict',
    effect: 'The server forgets all but its newest 20 lines.',
    fault: (runId) => ({ action: 'evict', keep: 20, runId }),
    done: (count) => `${plural(count, 'line')} forgotten by the server.`,
  },
];

/** Makes the server misbehave for the open run, so that you can watch the viewers recover. */
export function Faults({ runId }: { readonly runId: string | undefined }): ReactNode {
  const [result, setResult] = useState<{ readonly text: string; readonly failed: boolean }>();
  const [shown, setShown] = useState<string>();

  const cause = async (button: FaultButton): Promise<void> => {
    if (runId === undefined) return;
    // Show the result instead of the hint.
    setShown(undefined);
    try {
      setResult({ text: button.done(await causeFault(button.fault(runId))), failed: false });
    } catch (thrown) {
      setResult({ text: thrown instanceof Error ? thrown.message : String(thrown), failed: true });
    }
  };
  const hint = BUTTONS.find(({ label }) => label === shown)?.effect;

  return (
    <section className="faults" aria-labelledby="faults-title">
      <h2 id="faults-title">Break it</h2>
      <div className="faults-buttons">
        {BUTTONS.map((button) => (
          <button
            key={button.label}
            type="button"
            disabled={runId === undefined}
            title={button.effect}
            onPointerEnter={() => setShown(button.label)}
            onPointerLeave={() => setShown(undefined)}
            onFocus={() => setShown(button.label)}
            onBlur={() => setShown(undefined)}
            onClick={() => void cause(button)}
          >
            {button.label}
          </button>
        ))}
      </div>
      <p className="faults-result" role="status" data-failed={result?.failed === true ? '' : undefined}>
        {hint ?? result?.text ?? 'Makes the server inject faults into the open run.'}
      </p>
    </section>
  );
}
