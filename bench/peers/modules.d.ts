/**
 * The part of the peers' types that the benches use. `npm run bench` installs the peers separately, so their own types may be
 * missing.
 */
declare module 'virtua' {
  import type { CSSProperties, ForwardRefExoticComponent, ReactNode, RefAttributes } from 'react';
  export interface VListHandle {
    scrollToIndex(index: number, options?: { align?: 'start' | 'center' | 'end' }): void;
  }
  export const VList: ForwardRefExoticComponent<
    {
      readonly data: readonly unknown[];
      readonly itemSize?: number;
      readonly className?: string;
      readonly style?: CSSProperties;
      readonly children: (item: never, index: number) => ReactNode;
    } & RefAttributes<VListHandle>
  >;
}

declare module '@melloware/react-logviewer' {
  import { Component } from 'react';
  export class LazyLog extends Component<{
    readonly text?: string;
    readonly external?: boolean;
    readonly follow?: boolean;
    readonly enableSearch?: boolean;
    readonly caseInsensitive?: boolean;
    readonly rowHeight?: number;
    readonly height?: number;
    readonly selectableLines?: boolean;
  }> {
    appendLines(lines: readonly string[]): void;
  }
}

declare module '@patternfly/react-log-viewer' {
  import type { ReactElement, ReactNode } from 'react';
  export function LogViewer(props: {
    readonly data: readonly string[];
    readonly height?: number;
    readonly scrollToRow?: number;
    readonly isTextWrapped?: boolean;
    readonly toolbar?: ReactNode;
  }): ReactElement;
  export function LogViewerSearch(props: {
    readonly placeholder: string;
    readonly minSearchChars: number;
  }): ReactElement;
}

declare module '@patternfly/react-core/dist/styles/base.css';

declare module 'eventsource' {
  export class EventSource {
    constructor(url: string);
    addEventListener(type: string, listener: (event: { readonly data: string }) => void): void;
    close(): void;
  }
}

declare module '@microsoft/fetch-event-source' {
  export function fetchEventSource(
    url: string,
    init: {
      readonly signal?: AbortSignal;
      readonly openWhenHidden?: boolean;
      onmessage(message: { readonly event: string; readonly data: string }): void;
      onclose?(): void;
      onerror?(error: unknown): void;
    },
  ): Promise<void>;
}
