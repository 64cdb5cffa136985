import { randomBytes } from 'node:crypto';

/** 16 random bytes, new for every answer. */
export function makeNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The content security policy of a page: only scripts that carry the nonce, and what they load, only style sheets of ours
 * or with the nonce, no style attribute. next.config.js keeps what must hold without it.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
