/** The four backends that this server implements, in the order of the wire contract. */
export const backendNames = ['codespace', 'prismq', 'stratal', 'containers'] as const;

/** One of the four backends. */
export type BackendName = (typeof backendNames)[number];

/** How a live stream travels. */
export type TransportName = 'sse' | 'websocket';
