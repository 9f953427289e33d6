import type { BackendName } from './backend-name.js';

/** The token that every backend with authentication accepts by default. */
export const demoToken = 'tailrace-demo';

/** The accepted tokens of each backend, or null if it needs none. */
export type Tokens = Readonly<Record<BackendName, readonly string[] | null>>;

/** One or several tokens for the backends that need one by default, null for no authentication at all, or a value for each backend. */
export type TokenOptions = string | readonly string[] | null | Partial<Tokens>;

const byDefault: Tokens = { codespace: [demoToken], prismq: null, stratal: null, containers: [demoToken] };

export function resolveTokens(options: TokenOptions | undefined, base: Tokens = byDefault): Tokens {
  if (options === undefined) return base;
  if (options === null) return { codespace: null, prismq: null, stratal: null, containers: null };
  if (typeof options === 'string') return resolveTokens([options], base);
  if (Array.isArray(options)) {
    const accepted = options as readonly string[];
    return { ...base, codespace: accepted, containers: accepted };
  }
  return { ...base, ...(options as Partial<Tokens>) };
}

/** The token of an `Authorization: Bearer …` header, or undefined. */
export function bearerOf(authorization: string | null | undefined): string | undefined {
  return /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}
