import { LogSourceService } from '@tailrace/core';
import { hasInjectionContext, inject, type InjectionKey } from 'vue';

/**
 * The service that composables open their streams through: `app.provide(TAILRACE_SERVICE, new LogSourceService('', { … }))` gives
 * defaults for all of their options, and hears every error. Without one they share a service of their own.
 */
export const TAILRACE_SERVICE: InjectionKey<LogSourceService> = Symbol('tailrace service');

let shared: LogSourceService | undefined;

/** The service that was provided; else the one that all others share. */
export function useTailrace(): LogSourceService {
  const provided = hasInjectionContext() ? inject(TAILRACE_SERVICE, undefined) : undefined;
  return provided ?? (shared ??= new LogSourceService());
}
