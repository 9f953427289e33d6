/** A page of a log without lines. */
export const EMPTY_TASK = {
  status: 'success',
  data: [],
  total_count: 0,
  has_more: false,
  next_offset: null,
  message: '',
};

/** The event that ends the stream of a task. */
export const COMPLETE = new TextEncoder().encode('event: complete\ndata: {"message":"done"}\n\n');

/** A `fetch` of a Codespace server without a network: REST is empty, and the stream is `body`. */
export function streamingFetch(body: () => ReadableStream<Uint8Array>): typeof fetch {
  return (input) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!new URL(url).pathname.endsWith('/stream')) return Promise.resolve(Response.json(EMPTY_TASK));
    const headers = { 'Content-Type': 'text/event-stream' };
    return Promise.resolve(new Response(body() as ReadableStream<Uint8Array<ArrayBuffer>>, { headers }));
  };
}
