import { boundedJson } from '@/lib/bounded-json';
import { AppError } from '@/lib/errors';
import { uploadLimits } from '@/lib/upload-limits';

/** The JSON body of a request, at most 256 KiB; AppError `bad-request` or `too-large`. None at all is an empty object. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text === '') return {};
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new AppError('bad-request', 'The content type must be application/json');
  const json = boundedJson(text, { depth: uploadLimits.jsonDepth, keys: uploadLimits.jsonKeys });
  // What the parser says of it holds a piece of the body.
  if ('problem' in json)
    throw new AppError('bad-request', json.problem.startsWith('This is not') ? 'The body is not JSON' : json.problem);
  return json.value;
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > uploadLimits.formBytes) throw new AppError('too-large', 'The body is larger than 256 KiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
