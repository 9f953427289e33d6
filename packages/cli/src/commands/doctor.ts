import type { DoctorCommand } from '../args/command.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Io } from '../terminal/io.js';
export async function runDoctor(_command: DoctorCommand, _io: Io): Promise<ExitStatus> {
  return EXIT.complete;
}
