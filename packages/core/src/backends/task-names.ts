/** The most task runs whose names are remembered, and the most characters of an id and a name. */
const MOST_RUNS = 1_000;
const MOST_CHARACTERS = 500;

/** The names of task runs. Live logs contain them, rows of REST do not. */
export interface TaskNames {
  /** Remembers the name in a line's labels. */
  learn(labels: Readonly<Record<string, string>>): void;
  /** The name that an earlier line of the task run had. */
  of(taskRun: string | undefined): string | undefined;
}

/** See {@link TaskNames}. */
export function createTaskNames(): TaskNames {
  const names = new Map<string | undefined, string>();
  return {
    learn({ task_run_id: taskRun, task_name: name }) {
      if (!taskRun || !name || taskRun.length + name.length > MOST_CHARACTERS) return;
      names.set(taskRun, name);
      if (names.size > MOST_RUNS) names.delete(names.keys().next().value);
    },
    of: (taskRun) => names.get(taskRun),
  };
}
