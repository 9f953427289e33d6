import { expect, it } from 'vitest';
import { logFileName } from './log-file-name.js';

it('is a single safe name, whatever the id', () => {
  expect(logFileName('../../etc/passwd')).toBe('__.._etc_passwd.log');
  expect(logFileName('run 7:a')).toBe('run 7_a.log');
});
