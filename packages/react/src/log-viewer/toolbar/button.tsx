import { forwardRef, useImperativeHandle, type ComponentPropsWithoutRef } from 'react';
import { useFocusRescue } from '../../lib/use-focus-rescue.js';
import { focusLines } from '../focus-lines.js';
import { Icon, type IconName } from '../icons.js';

/** Props of {@link Button}. */
export interface ButtonProps extends ComponentPropsWithoutRef<'button'> {
  readonly icon?: IconName;
  /** What the button does; shown on hover, read aloud, and shown beside the icon when `text` is set. */
  readonly label: string;
  readonly text?: boolean;
  readonly look?: 'quiet' | 'plain' | 'small';
}

/** A button of the viewer: an icon with a name, a word, or both. If it disappears or is disabled while it has the focus, the focus moves to the lines. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { icon, label, text = false, look = 'quiet', title, disabled, children, ...rest },
  ref,
) {
  const own = useFocusRescue<HTMLButtonElement>(focusLines, disabled);
  useImperativeHandle(ref, () => own.current as HTMLButtonElement, [own]);
  return (
    <button
      ref={own}
      type="button"
      disabled={disabled}
      data-tailrace="button"
      data-look={look}
      title={title ?? (text ? undefined : label)}
      aria-label={text ? undefined : label}
      {...rest}
    >
      {icon ? <Icon name={icon} /> : null}
      {text ? label : null}
      {children}
    </button>
  );
});
