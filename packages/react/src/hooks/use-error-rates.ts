import {
  createErrorRates,
  type ErrorRate,
  type ErrorRateOptions,
  type ErrorRatesReader,
  type ViewSource,
} from '@tailrace/core';
import { useMemo } from 'react';
import { CALM } from '../lib/calm.js';
import { useReader } from '../lib/use-reader.js';
import { useResource } from '../lib/use-resource.js';

const NONE: readonly ErrorRate[] = [];
const create = ({ source, options }: { source: ViewSource; options: ErrorRateOptions }): ErrorRatesReader =>
  createErrorRates(source, options);
const read = (rates: ErrorRatesReader): readonly ErrorRate[] => rates.getRates();

/**
 * How many of the lines of each run, task or service were errors over the last while, most errors first. Each line is looked at
 * once; told four times a second at most.
 */
export function useErrorRates(
  source: ViewSource | null | undefined,
  { by, window }: ErrorRateOptions = {},
): readonly ErrorRate[] {
  const input = useMemo(
    () =>
      source
        ? {
            source,
            options: { ...(by === undefined ? {} : { by }), ...(window === undefined ? {} : { window }) },
          }
        : undefined,
    [source, by, window],
  );
  const rates = useResource(input, create);
  return useReader(rates, read, NONE, CALM);
}
