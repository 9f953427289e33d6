export function modulesOf(entry: string): Promise<string[]>;
