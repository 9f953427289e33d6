import type { Options } from 'tsup';

export declare function markPureCalls(code: string): string;
export declare const pureCalls: NonNullable<Options['plugins']>[number];
