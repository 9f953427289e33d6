/** Keeps secrets out of a recording. */

/** Names of parameters whose values are masked. */
const SECRET_NAME = /token|auth|secret|passw|pwd|key|jwt|sig|session|sid|credential|cookie|ticket|bearer/i;

/** Names whose values are certainly tokens, and are masked everywhere. The others may be ordinary words that the log contains. */
const TOKEN_NAME = /token|secret|passw|jwt|bearer/i;

/** Shorter secrets are not masked: they would be found in ordinary words. */
const MIN_LENGTH = 6;

const MASK = '***';
const STAR = 42;

/** The secrets seen so far, which are masked wherever they occur. */
export interface Secrets {
  /** Learns the token of an `Authorization` header, or of another one that is named like a secret. */
  learnHeader(value: string, name: string): void;
  /** Removes user, fragment and the values of parameters that are named like secrets. Learns the tokens among these. */
  cleanUrl(url: string): string;
  /** Replaces every secret known so far by `***`. */
  cleanText(text: string): string;
  /**
   * Replaces every secret known so far by as many `*`, so that no length changes. The pieces are searched as one text, because a secret
   * may be split between them.
   */
  cleanBytes(pieces: readonly Uint8Array[]): readonly Uint8Array[];
}

/** Removes user, fragment and the values of parameters that are named like secrets. `seen` is called with each of those. */
export function withoutSecrets(url: string, seen?: (name: string, value: string) => void): string {
  const open = url.replace(/#.*$/s, '').replace(/^([a-z+.-]+:\/\/)[^/?@]*@/i, '$1');
  const at = open.indexOf('?');
  if (at < 0) return open;
  const parameters = open
    .slice(at + 1)
    .split('&')
    .map((parameter) => {
      const name = parameter.split('=', 1)[0] ?? '';
      if (!SECRET_NAME.test(name)) return parameter;
      seen?.(name, parameter.slice(name.length + 1));
      return `${name}=${MASK}`;
    });
  return `${open.slice(0, at)}?${parameters.join('&')}`;
}

/** @param known Secrets to mask from the start, in addition to those seen in requests. */
export function createSecrets(known: readonly string[] = []): Secrets {
  const words = new Set<string>();
  const learn = (secret: string): void => {
    if (secret.length < MIN_LENGTH) return;
    words.add(secret);
    words.add(encodeURIComponent(secret));
    words.add(secret.replaceAll('/', '\\/')); // as some servers write it in JSON
  };
  known.forEach(learn);

  /** Longest first: a secret may begin with another one. */
  const longestFirst = (): string[] => [...words].sort((a, b) => b.length - a.length);
  const cleanText = (text: string): string =>
    longestFirst().reduce((left, word) => left.replaceAll(word, MASK), text);

  return {
    learnHeader(value, name) {
      if (SECRET_NAME.test(name)) learn(value.replace(/^\S+\s+/, '').trim());
    },
    cleanUrl(url) {
      const clean = withoutSecrets(url, (name, value) => {
        if (!TOKEN_NAME.test(name)) return;
        learn(value);
        learn(decode(value));
      });
      return cleanText(clean);
    },
    cleanText,
    cleanBytes(pieces) {
      if (words.size === 0) return pieces;
      const whole = join(pieces);
      for (const word of longestFirst()) maskAll(whole, new TextEncoder().encode(word));
      let at = 0;
      return pieces.map((piece) => whole.subarray(at, (at += piece.length)));
    },
  };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a stray % is not an encoding
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function maskAll(bytes: Uint8Array, word: Uint8Array): void {
  const first = word[0] as number;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + word.length > bytes.length) return;
    if (word.every((byte, offset) => bytes[at + offset] === byte)) bytes.fill(STAR, at, at + word.length);
  }
}
