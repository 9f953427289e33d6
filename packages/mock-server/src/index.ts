export { createStore } from './store/store.js';
export type { Store, StoreListener, StoreOptions } from './store/store.js';
export type { LineSource, Run, RunChange, RunInit, RunKind, RunStatus, ServiceState } from './store/run.js';
export type { LineInput, LineLevel, LineStream, LineType, LogLine } from './store/log-line.js';
export type { LogSink, LogText } from './store/log-sink.js';
export type { Clock } from './lib/clock.js';
export { OptionError } from './lib/option-error.js';
export { createTestClock } from './lib/test-clock.js';
export type { TestClock } from './lib/test-clock.js';
export type { Moment, StampFormat } from './lib/stamp.js';
export type { Random } from './lib/random.js';

export { scenarios, UnknownScenarioError } from './scenarios/index.js';
export type { ScenarioName } from './scenarios/index.js';
export type { Scenario, Step } from './scenarios/scenario.js';
export { playScenario, prefill } from './scenarios/play.js';
export type { FleetOptions } from './scenarios/fleet.js';
export type { Play, PlayOptions, PrefillOptions } from './scenarios/play.js';

export { tailraceHandlers } from './handlers/tailrace-handlers.js';
export { createMockBackend } from './backend/mock-backend.js';
export type { MockBackend, MockBackendOptions } from './backend/mock-backend.js';
export { backendNames } from './backend/backend-name.js';
export type { BackendName, TransportName } from './backend/backend-name.js';
export type { BackendOptions } from './backend/context.js';
export { numberedLines, UnknownRunError } from './backend/control.js';
export type { Control } from './backend/control.js';
export type { ConnectionFilter, CutMode } from './backend/connections.js';
export type { ReceivedRequest } from './backend/received-requests.js';
export type { Refusal, RefusalScope } from './backend/refusals.js';
export { demoToken } from './backend/tokens.js';
export type { TokenOptions, Tokens } from './backend/tokens.js';
export { contract } from './backend/variants.js';
export type {
  BatchMode,
  CodespaceVariants,
  ContainersVariants,
  PrismqVariants,
  StratalVariants,
  VariantOverrides,
  Variants,
} from './backend/variants.js';
