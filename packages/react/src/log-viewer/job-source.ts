/** The job backend, in a chunk of its own: viewers of a `source` or a `stream` need none. */
export { stratal } from '@tailrace/core';
