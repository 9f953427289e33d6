/** The path of a request, whichever form `fetch` was called with. */
export const pathOf = (input: string | URL | Request): string =>
  new URL(input instanceof Request ? input.url : input).pathname;
