// A reporter for Vitest. Writes how many tests passed and failed, and which of them failed or were flaky, to the file that
// `--outputFile` names, so that the end of a long log can repeat it in a few lines.
import { writeFileSync } from 'node:fs';

/** @typedef {{ name: string, file: string, why: string }} Trouble */
/** @typedef {{ passed: number, failed: Trouble[], flaky: Trouble[] }} Report */

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Lines of an error to repeat. Storybook puts two of its own before the reason. */
const LINES = 4;

/** @returns {string} the first lines of an error */
const beginning = (error) =>
  String(error?.message ?? error)
    .replace(COLOURS, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)
    .join('\n  ');

/** @returns {Trouble} */
function trouble(test, errors) {
  return {
    name: test.fullName,
    file: test.module.relativeModuleId,
    why: beginning(errors?.[0] ?? '(no error message)'),
  };
}

export default class TroublesReporter {
  #outputFile;

  onInit(vitest) {
    this.#outputFile = vitest.config.outputFile;
  }

  onTestRunEnd(modules, unhandled) {
    /** @type {Report} */
    const report = { passed: 0, failed: [], flaky: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'failed') report.failed.push(trouble(test, errors));
        else if (state === 'passed') {
          report.passed += 1;
          // Vitest keeps the errors of the first attempt.
          if (test.diagnostic()?.flaky) report.flaky.push(trouble(test, errors));
        }
      }
      // A file that fails to load has no tests.
      for (const error of module.errors())
        report.failed.push({
          name: 'The file as a whole',
          file: module.relativeModuleId,
          why: beginning(error),
        });
    }
    for (const error of unhandled)
      report.failed.push({ name: 'Outside of tests', file: '', why: beginning(error) });
    writeFileSync(this.#outputFile, JSON.stringify(report, undefined, 2));
  }
}
