export declare function withoutLayer(css: string): string;
