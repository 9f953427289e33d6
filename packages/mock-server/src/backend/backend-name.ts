/** The four backends that this server implements, in the order of the wire contract. */
export const backendNames = ['codespace', 'prismq', 'stratal', 'containers'] as const;

export type BackendName = (typeof backendNames)[number];

export type TransportName = 'sse' | 'websocket';
