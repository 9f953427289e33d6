import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Button, type ButtonProps } from './button.js';

/** Props of {@link Menu}. */
export interface MenuProps {
  readonly button: ButtonProps;
  /** The edge of the button that the panel is aligned with. */
  readonly side?: 'start' | 'end';
  /** The panel; called with what closes it. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a small panel under it. Escape, a press elsewhere or leaving it with the keyboard closes it. */
export function Menu({ button, side = 'start', children }: MenuProps): ReactElement {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return undefined;
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    trigger.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    close();
  };

  return (
    <div
      data-tailrace="menu"
      ref={box}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button
        {...button}
        ref={trigger}
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <div data-tailrace="popover" data-side={side} id={id}>
          {children(close)}
        </div>
      ) : null}
    </div>
  );
}
