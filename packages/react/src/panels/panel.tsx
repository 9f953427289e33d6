import type { ReactElement, ReactNode } from 'react';

/** Props of every panel. */
export interface PanelProps {
  /** Default `auto`: a `data-theme` on an ancestor, or the system's theme. */
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly className?: string;
}

/** The frame of a panel: a region with a heading. It takes the focus of a control that disappears. */
export function Panel({
  name,
  title,
  aside,
  theme = 'auto',
  className,
  children,
}: PanelProps & {
  readonly name: string;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section
      data-tailrace="panel"
      data-panel={name}
      aria-label={title}
      tabIndex={-1}
      data-theme={theme === 'auto' ? undefined : theme}
      className={className}
    >
      <header data-tailrace="panel-head">
        <h3>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
