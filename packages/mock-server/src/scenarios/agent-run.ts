import type { Random } from '../lib/random.js';
import type { LineInput, LineType } from '../store/log-line.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';
import { assignments } from './agent-assignments.js';
import type { Assignment, Edit } from './agent-assignments.js';

/** A coding agent at work: it thinks, writes, fails a test, fixes it, and reports its progress. */
export const agentRun: Scenario = {
  name: 'agent-run',
  title: 'Coding agent',
  summary: 'A coding agent from 0 to 100 percent: thinking, coding, a failing test and its repair.',
  rate: 1,
  tell,
};

function* tell(random: Random): Generator<Step> {
  const assignment = random.pick(assignments);
  yield { kind: 'status', status: 'running' };
  let progress = 0;
  for (const line of story(assignment, random)) {
    progress = line.progress ?? progress;
    const step = line.step ?? 'task';
    yield say({ task: step, ...line, progress }, pause(line.type, random));
  }
  yield { kind: 'status', status: 'completed', exitCode: 0 };
}

function* story(job: Assignment, random: Random): Generator<LineInput> {
  yield {
    step: 'task_creation',
    message: `Task accepted: ${job.title}`,
    progress: 0,
    metadata: { branch: job.branch },
  };
  yield { step: 'task_creation', message: `Cloned ${job.repository} at ${random.hex(7)}`, progress: 4 };
  yield* reading(job, random);
  yield* job.thoughts.map((message, i): LineInput => ({
    step: 'planning',
    type: 'thinking',
    message,
    progress: 18 + i * 3,
  }));
  yield {
    step: 'planning',
    message: `Plan: ${job.edits.length} files to change, 1 test file to add`,
    progress: 28,
  };
  yield* writing(job.edits, random);
  yield* testing(job, random);
  yield {
    step: 'review',
    type: 'thinking',
    message: 'Reading the whole diff once more before handing it over.',
    progress: 90,
  };
  yield { step: 'review', message: 'eslint: 0 problems in the changed files', progress: 93 };
  yield {
    step: 'review',
    message: `Pushed ${job.branch}, opened pull request #${random.int(310, 980)}`,
    progress: 97,
  };
  yield { step: 'done', type: 'success', message: `${job.title}: done, all checks green`, progress: 100 };
}

function* reading(job: Assignment, random: Random): Generator<LineInput> {
  for (const [i, file] of job.reads.entries()) {
    yield {
      step: 'context',
      message: `Read ${file} (${random.int(40, 420)} lines)`,
      level: 'debug',
      progress: 6 + i * 3,
    };
  }
  yield {
    step: 'context',
    message: `${random.int(9, 31)} places call into the code to be changed`,
    progress: 16,
  };
}

function* writing(edits: readonly Edit[], random: Random): Generator<LineInput> {
  for (const [i, edit] of edits.entries()) {
    const progress = 30 + Math.round((i / edits.length) * 32);
    yield { step: 'implementation', type: 'thinking', message: edit.why, progress };
    const added = random.int(12, 90);
    const removed = random.int(0, 24);
    yield {
      step: 'implementation',
      type: 'coding',
      message: `${edit.file}: +${added} -${removed}`,
      progress,
      metadata: { file: edit.file, added, removed },
    };
    for (const code of edit.code) {
      yield { step: 'implementation', type: 'coding', message: `    ${code}`, progress };
    }
  }
}

function* testing(job: Assignment, random: Random): Generator<LineInput> {
  const total = random.int(86, 240);
  yield { step: 'testing', message: `npm test (${total} tests)`, progress: 66 };
  yield {
    step: 'testing',
    type: 'error',
    level: 'error',
    stream: 'stderr',
    message: `FAIL ${job.failure.test}`,
    progress: 70,
    metadata: { passed: total - 1, failed: 1 },
  };
  for (const message of job.failure.output) {
    yield { step: 'testing', type: 'error', level: 'error', stream: 'stderr', message: `  ${message}` };
  }
  yield { step: 'testing', type: 'thinking', message: job.failure.insight, progress: 74 };
  yield {
    step: 'testing',
    type: 'coding',
    message: `${job.failure.file}: +${random.int(1, 6)} -${random.int(1, 4)}`,
    progress: 80,
  };
  yield {
    step: 'testing',
    level: 'warn',
    message: 'One snapshot was written anew; it only differs in the new header',
    progress: 82,
  };
  yield {
    step: 'testing',
    type: 'success',
    message: `${total + 1} passed in ${random.int(4, 19)}.${random.int(0, 9)} s`,
    progress: 88,
    metadata: { passed: total + 1, failed: 0 },
  };
}

/** Thinking takes longer than typing. */
function pause(type: LineType | undefined, random: Random): number {
  const beats = type === 'thinking' ? 2 : type === 'coding' ? 0.5 : 1;
  return beats * (0.6 + random.next() * 0.8);
}
