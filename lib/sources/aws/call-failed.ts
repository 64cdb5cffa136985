import type { AwsAction } from '@/lib/sources/aws/actions';
import type { Collected } from '@/lib/sources/source';

/** Codes by which AWS says "you may not"; a region that is not enabled answers with the last four. */
const refusals = new Set([
  'UnauthorizedOperation',
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedAccess',
  'AuthorizationError',
  'OptInRequired',
  'AuthFailure',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);

/** The code of an error that AWS sent or the SDK made: `UnauthorizedOperation`, `NoSuchTagSet`, `TimeoutError`. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : 'UnknownError';
}

/** A call that did not succeed, with the action that it was. Thrown by whatever calls AWS, caught where a scan is answered. */
export class CallFailed extends Error {
  readonly action: AwsAction;
  readonly code: string;
  /** A region, or the bucket that was asked about; null for what has neither */
  readonly where: string | null;

  constructor(action: AwsAction, where: string | null, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.name = 'CallFailed';
    this.action = action;
    this.where = where;
    this.code = codeOf(cause);
  }

  get refused(): boolean {
    return refusals.has(this.code);
  }

  /** One line for people: what was asked where, and what AWS said. */
  get problem(): string {
    const where = this.where ? ` ${this.action.startsWith('s3:') ? 'for' : 'in'} ${this.where}` : '';
    return `${this.action} ${this.refused ? 'was refused' : 'failed'}${where}: ${this.message}`;
  }

  /** The answer of a scope of which nothing came. */
  get answer(): Collected {
    return this.refused
      ? { outcome: 'refused', action: this.action, problem: this.problem }
      : { outcome: 'failed', problem: this.problem };
  }
}

/** Runs one call; its failure says which action it was. */
export async function calling<Answer>(
  action: AwsAction,
  where: string | null,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof CallFailed ? error : new CallFailed(action, where, error);
  }
}

/** The message of AWS without the encoded blob, which only the account itself can decode. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first = ''] = text.split(/\s*Encoded authorization failure message:/);
  const plain = first.replace(/\s+/g, ' ').trim().slice(0, 300);
  return plain === '' || plain === codeOf(error) ? codeOf(error) : `${codeOf(error)}, ${plain}`;
}
