import type { BackendName } from './backend-name.js';

/** The token every backend that wants one accepts, unless told otherwise. */
export const demoToken = 'tailrace-demo';

/** Per backend the tokens it accepts, or null where none is needed. */
export type Tokens = Readonly<Record<BackendName, readonly string[] | null>>;

/** One token or several for the backends that need one by default, null for no auth at all, or each backend by itself. */
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
