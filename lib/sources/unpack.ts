import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const gunzipped = promisify(gunzip);

/** The most that a body may become, in bytes; a small one may grow as far as `always` whatever its ratio. */
const bounds = { unpacked: 200 * 1024 * 1024, ratio: 100, always: 4 * 1024 * 1024 };

export type Unpacked = { bytes: Uint8Array } | { problem: string; tooLarge: boolean };

/** A pushed body as it was before gzip; `encoding` is its Content-Encoding. A bomb ends at its bound. */
export async function unpack(body: Uint8Array, encoding: string | null): Promise<Unpacked> {
  const named = encoding?.trim().toLowerCase() ?? 'identity';
  if (named === 'identity' || named === '') return { bytes: body };
  if (named !== 'gzip')
    return { problem: `Content-Encoding ${named.slice(0, 40)} is not known: send gzip`, tooLarge: false };
  const maxOutputLength = Math.min(bounds.unpacked, Math.max(bounds.always, body.byteLength * bounds.ratio));
  try {
    return { bytes: await gunzipped(body, { maxOutputLength }) };
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    const problem = tooLarge
      ? `Unpacked, the body is larger than ${maxOutputLength} bytes`
      : 'The body says that it is gzip and is not';
    return { problem, tooLarge };
  }
}
