import { useState, type ComponentPropsWithoutRef, type ReactElement, type ReactNode } from 'react';
import { focusLines } from '../focus-lines.js';
import { foldTools } from '../fold-tools.js';
import { Icon, type IconName } from '../icons.js';
import { useViewerContext } from '../viewer-context.js';
import { Button } from './button.js';

/** Props of {@link QueryField}. */
export interface QueryFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'onChange'> {
  readonly icon: IconName;
  readonly value: string;
  /** Called with the typed text, once an input method has composed it. */
  readonly onText: (text: string) => void;
  /** Why the typed text is invalid. */
  readonly error: string | undefined;
  /** Id of the element with the error, for assistive technology; it is announced there. Without it, the error is announced elsewhere. */
  readonly errorId?: string;
  /** Attributes of the box around the field and its buttons. */
  readonly box?: ComponentPropsWithoutRef<'div'>;
  /** Rendered after the field. */
  readonly children: ReactNode;
}

/** The input box of find or filter, with its buttons, and the error below it. Escape clears it, and leads from an empty one to the lines. */
export function QueryField({
  icon,
  value,
  onText,
  error,
  errorId,
  box,
  onKeyDown,
  children,
  ...rest
}: QueryFieldProps): ReactElement {
  const { viewer } = useViewerContext();
  const [composing, setComposing] = useState<string>();
  const invalid = error !== undefined;
  return (
    <>
      <div data-tailrace="field" {...box} data-invalid={invalid ? '' : undefined}>
        <Icon name={icon} />
        <input
          type="search"
          form="" // none of a form around the viewer, which Enter would send
          value={composing ?? value}
          aria-invalid={invalid}
          aria-describedby={invalid ? errorId : undefined}
          title={error}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          {...rest}
          onCompositionStart={(event) => setComposing(event.currentTarget.value)}
          onCompositionEnd={(event) => {
            setComposing(undefined);
            onText(event.currentTarget.value);
          }}
          onChange={(event) => {
            if (composing === undefined) onText(event.currentTarget.value);
            else setComposing(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            onKeyDown?.(event);
            if (event.key !== 'Escape') return;
            // A dialog around the viewer stays open.
            event.preventDefault();
            if (value === '') {
              focusLines(event.currentTarget);
              return foldTools(viewer);
            }
            event.stopPropagation();
            onText('');
          }}
        />
        {children}
      </div>
      {invalid ? (
        <div data-tailrace="field-error" id={errorId} role={errorId && 'alert'}>
          {error}
        </div>
      ) : null}
    </>
  );
}

/** Props of {@link QueryToggle}. */
export interface QueryToggleProps {
  readonly label: string;
  readonly title?: string;
  /** The symbol on the button. */
  readonly glyph: string;
  readonly on: boolean;
  readonly onClick: () => void;
}

/** A toggle in a field for one of its options. */
export function QueryToggle({ glyph, on, ...rest }: QueryToggleProps): ReactElement {
  return (
    <Button look="small" aria-pressed={on} {...rest}>
      <span aria-hidden="true" data-glyph={glyph} />
    </Button>
  );
}
