export { lookForBetter } from './look-for-better.js';
