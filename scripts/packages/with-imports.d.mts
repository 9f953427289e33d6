export function withImports(css: string, read: (path: string) => string): string;
