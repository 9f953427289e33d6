/** One chunk for what is asked beside a stream, because both are short. */
export { doubt } from './doubt.js';
export { lookForBetter } from './look-for-better.js';
