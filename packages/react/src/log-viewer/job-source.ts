/** The job backend, as a separate chunk: viewers of a `source` or a `stream` do not need it. */
export { stratal } from '@tailrace/core';
