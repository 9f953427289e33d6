import type { LogEntry } from '@tailrace/core';
import type { ReactElement } from 'react';
import { Icon, type IconName } from '../icons.js';
import { useViewerContext } from '../viewer-context.js';

const ICONS: Readonly<Record<string, IconName>> = {
  thinking: 'thinking',
  coding: 'coding',
  info: 'info',
  error: 'error',
  success: 'success',
};

/** The level of a line in a word; or, for lines of an agent's run, what kind of line it is, in a word and an icon. */
export function LogType({ entry }: { readonly entry: LogEntry }): ReactElement {
  const { labels } = useViewerContext();
  const type = entry.labels['log_type'];
  const icon = type === undefined ? undefined : ICONS[type];
  if (type === undefined || icon === undefined)
    return <span data-tailrace="level">{labels.level(entry.level)}</span>;
  return (
    <span data-tailrace="level" data-log-type={type}>
      <Icon name={icon} />
      {labels.logType(type)}
    </span>
  );
}
