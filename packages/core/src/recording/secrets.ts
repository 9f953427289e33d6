/** What must not get into a recording, and how it is kept out. */

const SECRET_NAME = /token|auth|secret|passw|pwd|key|jwt|sig|session|sid|credential|cookie|ticket|bearer/i;

/** Values under these names are tokens for sure; the others may be words that stand in the log too. */
const TOKEN_NAME = /token|secret|passw|jwt|bearer/i;

/** What is shorter would be found in every other line. Bytes. */
const SHORTEST = 6;

const MASK = '***';
const STAR = 42;

/** Secrets that were seen, to be taken out wherever they stand. */
export interface Secrets {
  /** Learns the token of an `Authorization` header. */
  learnHeader(authorization: string | null): void;
  /** The address without user, fragment and the values of parameters that are named like secrets; learns tokens among these. */
  cleanUrl(url: string): string;
  /** Puts `***` in place of every secret known by now. */
  cleanText(text: string): string;
  /**
   * Puts as many `*` in place of every secret known by now, so that no length changes. The pieces are looked at as one text:
   * a secret may lie across their borders.
   */
  cleanBytes(pieces: readonly Uint8Array[]): readonly Uint8Array[];
}

/** The address without the values of parameters that are named like secrets; `seen` hears of each. */
export function withoutSecrets(url: string, seen?: (name: string, value: string) => void): string {
  const open = url.replace(/#.*$/s, '').replace(/^([a-z+.-]+:\/\/)[^/?@]*@/i, '$1');
  const [path = '', query] = split(open);
  if (query === undefined) return path;
  const parameters = query.split('&').map((parameter) => {
    const name = parameter.split('=', 1)[0] ?? '';
    if (!SECRET_NAME.test(name)) return parameter;
    seen?.(name, parameter.slice(name.length + 1));
    return `${name}=${MASK}`;
  });
  return `${path}?${parameters.join('&')}`;
}

function split(url: string): [path: string, query?: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

/** `known`: secrets to keep out from the start, beside those that are seen on their way. */
export function createSecrets(known: readonly string[] = []): Secrets {
  const words = new Set<string>();
  const learn = (secret: string): void => {
    if (secret.length < SHORTEST) return;
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
    learnHeader(authorization) {
      if (authorization) learn(authorization.replace(/^\S+\s+/, '').trim());
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
    return value; // a stray % is no encoding
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
