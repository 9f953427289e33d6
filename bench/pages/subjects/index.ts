import type { SubjectFactory } from '../subject.ts';

/** The subjects by name, loaded on demand so that none pays for the code of another. */
export const SUBJECTS: Readonly<Record<string, () => Promise<SubjectFactory>>> = {
  tailrace: async () => (await import('./tailrace.tsx')).tailrace,
  tanstack: async () => (await import('./tanstack.tsx')).tanstack,
  floor: async () => (await import('./floor.ts')).floor,
  naive: async () => (await import('./naive.tsx')).naive,
  virtua: async () => (await import('../../peers/virtua.tsx')).virtua,
  melloware: async () => (await import('../../peers/melloware.tsx')).melloware,
  patternfly: async () => (await import('../../peers/patternfly.tsx')).patternfly,
};
