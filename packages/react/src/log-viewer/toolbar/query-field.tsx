import { useState, type ComponentPropsWithoutRef, type ReactElement, type ReactNode } from 'react';
import { Icon, type IconName } from '../icons.js';
import { Button } from './button.js';

/** Props of {@link QueryField}. */
export interface QueryFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'onChange'> {
  readonly icon: IconName;
  readonly value: string;
  /** Hears what is typed, once its characters are composed. */
  readonly onText: (text: string) => void;
  /** Why what was typed cannot be used. */
  readonly error: string | undefined;
  /** Where an assistive technology finds the error; it is announced there. Default: the error is told elsewhere. */
  readonly errorId?: string;
  /** Attributes of the box around the field and its buttons. */
  readonly box?: ComponentPropsWithoutRef<'div'>;
  /** What stands behind the field. */
  readonly children: ReactNode;
}

/** A box to type into what is looked for, with its buttons, and below it why that cannot be. Escape empties it. */
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
  const [composing, setComposing] = useState<string>();
  const invalid = error !== undefined;
  return (
    <>
      <div data-tailrace="field" {...box} {...(invalid ? { 'data-invalid': '' } : {})}>
        <Icon name={icon} />
        <input
          type="search"
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
            if (event.key !== 'Escape' || value === '') return;
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
  /** The sign that stands for it. */
  readonly glyph: string;
  readonly on: boolean;
  readonly onClick: () => void;
}

/** A button in a field that says how it is looked for. */
export function QueryToggle({ glyph, on, ...rest }: QueryToggleProps): ReactElement {
  return (
    <Button look="small" aria-pressed={on} {...rest}>
      <span aria-hidden="true" data-glyph={glyph} />
    </Button>
  );
}
