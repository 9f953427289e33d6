export { serve } from './serve.js';
export type { RunningServer, ServeOptions } from './serve.js';
export { ServeError } from './serve-error.js';
export type { ServeErrorKind } from './serve-error.js';
export { createFileSink } from './file-sink.js';
export type { Logger } from './logger.js';
export type { ControlAction, ControlState } from './control-route.js';
