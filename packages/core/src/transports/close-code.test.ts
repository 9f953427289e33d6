import { describe, expect, it } from 'vitest';
import { closeError } from './close-code.js';

const URL = 'https://host.example/logs?token=geheim';
const refused = (fault: unknown) => closeError({ code: 1006, reason: '', opened: false, fault }, URL);

describe('the error for a WebSocket that never opened', () => {
  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
  ] as const)('says that the token was refused, if the host tells: %i', (status, kind) => {
    expect(refused(new Error(`Unexpected server response: ${status}`))).toMatchObject({ kind, status });
  });

  it('says any other answer of the server, if the host tells', () => {
    const error = refused(new Error('Unexpected server response: 502'));
    expect(error).toMatchObject({ kind: 'network', retryable: true, status: 502 });
    expect(error?.message).toContain('the server answered with 502');
  });

  it("says the system's code, if the host tells", () => {
    const fault = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' });
    const error = refused(fault);
    expect(error?.kind).toBe('network');
    expect(error?.status).toBeUndefined();
    expect(error?.message).toContain('(ECONNREFUSED)');
    expect(error?.cause).toBeDefined();
  });

  it('says what it can if the host tells nothing, as a browser does', () => {
    const error = refused(undefined);
    expect(error).toMatchObject({ kind: 'network', retryable: true });
    expect(error?.status).toBeUndefined();
    expect(error?.cause).toBeUndefined();
    expect(error?.message).toContain('Cannot open a WebSocket to https://host.example/logs.');
    expect(error?.message).not.toContain('geheim');
  });
});

it.each([1000, 1005])('a close code of %i is no error once it was open', (code) => {
  expect(closeError({ code, reason: '', opened: true }, URL)).toBeUndefined();
});

it("the server's reason is said, if it gives one", () => {
  const said = closeError({ code: 1011, reason: 'too busy', opened: true }, URL)?.message;
  expect(said).toContain('The server says: too busy');
  expect(closeError({ code: 1011, reason: '', opened: true }, URL)?.message).not.toContain('The server says');
});
