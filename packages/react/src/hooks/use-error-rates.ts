import {
  createErrorRates,
  type ErrorRate,
  type ErrorRateOptions,
  type ErrorRatesReader,
  type ViewSource,
} from '@tailrace/core';
import { useMemo } from 'react';
import { CALM } from '../lib/calm.js';
import { given } from '../lib/given.js';
import { useReader } from '../lib/use-reader.js';
import { useResource } from '../lib/use-resource.js';

const NONE: readonly ErrorRate[] = [];
const create = ({ source, options }: { source: ViewSource; options: ErrorRateOptions }): ErrorRatesReader =>
  createErrorRates(source, options);
const read = (rates: ErrorRatesReader): readonly ErrorRate[] => rates.getRates();

/**
 * The recent error rate of each run, task or service, sorted by number of errors. Each line is read once; re-renders at most four
 * times per second.
 */
export function useErrorRates(
  source: ViewSource | null | undefined,
  { by, window }: ErrorRateOptions = {},
): readonly ErrorRate[] {
  const input = useMemo(
    () => (source ? { source, options: given({ by, window }) } : undefined),
    [source, by, window],
  );
  const rates = useResource(input, create);
  return useReader(rates, read, NONE, CALM);
}
