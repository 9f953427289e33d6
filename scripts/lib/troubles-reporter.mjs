// A reporter for Vitest: how many tests passed and failed, and which of them gave trouble, into the file that
// `--outputFile` names. What a log of ten thousand lines says somewhere is said again at its end, in a few.
import { writeFileSync } from 'node:fs';

/** @typedef {{ name: string, file: string, why: string }} Trouble */
/** @typedef {{ passed: number, failed: Trouble[], flaky: Trouble[] }} Report */

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Lines of an error that are said again. Storybook puts two of its own before the reason. */
const LINES = 4;

/** @returns {string} what an error says first */
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
    why: beginning(errors?.[0] ?? 'It does not say why.'),
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
          // What it failed with at first is kept by Vitest.
          if (test.diagnostic()?.flaky) report.flaky.push(trouble(test, errors));
        }
      }
      // A file that does not load has no tests.
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
