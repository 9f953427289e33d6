/** The events of a page, as far as we listen to them; a host without them has no page. */
export interface PageEvents {
  addEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void): void;
  removeEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void): void;
  readonly document?: PageEvents & { readonly visibilityState?: string };
}
