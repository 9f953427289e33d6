import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { focusLines } from '../focus-lines.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import type { TimeJump } from '../viewer-jumps.js';
import { TIMESTAMP_MODES } from '../viewer-state.js';
import { Button } from './button.js';

/** A field to jump to a time. */
function JumpToTime({ close }: { readonly close: () => void }): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const [text, setText] = useState('');
  const [jump, setJump] = useState<TimeJump>('found');
  const invalid = jump === 'invalid';

  const go = async ({ currentTarget }: SyntheticEvent): Promise<void> => {
    const reached = await viewer.jumps.toTyped(text);
    setJump(reached);
    if (reached !== 'found') return;
    close();
    focusLines(currentTarget);
  };

  return (
    <div data-tailrace="jump">
      <label htmlFor={`${id}jump`}>{labels.jumpToTime}</label>
      <div data-tailrace="field" data-invalid={invalid ? '' : undefined}>
        <input
          data-tailrace="jump-time"
          data-autofocus=""
          id={`${id}jump`}
          type="text"
          form=""
          enterKeyHint="go"
          value={text}
          placeholder={labels.jumpToTimeHint}
          aria-invalid={invalid}
          aria-describedby={`${id}jump-state`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setJump('found');
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) void go(event);
          }}
        />
        <Button look="small" label={labels.jump} text onClick={(event) => void go(event)} />
      </div>
      <p id={`${id}jump-state`} data-tailrace="jump-state" role="status">
        {labels.timeJump(jump)}
      </p>
    </div>
  );
}

/** The timestamp modes, and a field to jump to a time. */
export function TimePanel({ close }: { readonly close: () => void }): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const mode = useViewerState((state) => state.timestamps);
  return (
    <>
      <div role="radiogroup" aria-label={labels.timestamps}>
        {TIMESTAMP_MODES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              form=""
              name={`${id}timestamps`}
              checked={each === mode}
              onChange={() => viewer.setTimestamps(each)}
            />
            {labels.timestampMode(each)}
          </label>
        ))}
      </div>
      <hr />
      <JumpToTime close={close} />
    </>
  );
}
