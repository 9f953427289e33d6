import { LogSourceService } from '@tailrace/core';
import { hasInjectionContext, inject, type InjectionKey } from 'vue';

/**
 * Injection key of the service through which composables open their streams: `app.provide(TAILRACE_SERVICE, new LogSourceService('', { … }))`
 * sets defaults for all of their options, and its `onError` receives every error. Without one, all composables share a default service.
 */
export const TAILRACE_SERVICE: InjectionKey<LogSourceService> = Symbol('tailrace service');

let shared: LogSourceService | undefined;

/** Returns the provided service, or else the shared default service. */
export function useTailrace(): LogSourceService {
  const provided = hasInjectionContext() ? inject(TAILRACE_SERVICE, undefined) : undefined;
  return provided ?? (shared ??= new LogSourceService());
}
