/** Every way in which Plumbline refuses, and the HTTP status that says so. */
export const statusOf = {
  unauthenticated: 401,
  forbidden: 403,
  'step-up-required': 403,
  'not-found': 404,
  invalid: 422,
  'bad-request': 400,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  'read-only': 503,
  unavailable: 503,
  'storage-full': 507,
} as const;

export type ErrorCode = keyof typeof statusOf;

/** Thrown once, where the unexpected is found; `lib/route.ts` turns it into a problem document (RFC 9457). */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** What is wrong where, such as `{ field: 'asOf', got: 'yesterday' }`. Never a secret. */
  readonly detail: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, detail: Record<string, string> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return statusOf[this.code];
  }
}

/** The message of whatever was thrown, for a log line or a scan's problem. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
