import { useReducer } from 'react';

/** Returns a function that renders the component again. */
export function useRedraw(): () => void {
  return useReducer((count: number) => count + 1, 0)[1];
}
