export declare const chromiumArgs: readonly string[];
export declare const chromiumMissing: string;
export declare function findChromium(
  env?: Readonly<Record<string, string | undefined>>,
  platform?: string,
): string | undefined;
export declare function chromiumLaunchOptions(env?: Readonly<Record<string, string | undefined>>): {
  executablePath: string;
  args: string[];
};
