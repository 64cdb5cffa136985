import { expect, test } from 'vitest';
import { redact } from '@/lib/sources/aws/redact';

test.each([
  [{ sessionToken: 'abc' }, { sessionToken: '[redacted]' }],
  [{ nested: [{ SecretAccessKey: 'abc' }] }, { nested: [{ SecretAccessKey: '[redacted]' }] }],
  [{ credentials: { accessKeyId: 'ASIA', sessionToken: 't' } }, { credentials: '[redacted]' }],
  [
    { Key: 'DB_PASSWORD', Value: 'abc' },
    { Key: 'DB_PASSWORD', Value: '[redacted]' },
  ],
  [
    { Key: 'Facility', Value: 'Riverside' },
    { Key: 'Facility', Value: 'Riverside' },
  ],
  [
    { secretId: 'prod/db', httpTokens: 'required' },
    { secretId: 'prod/db', httpTokens: 'required' },
  ],
  [
    { passwordResetRequired: true, password: null },
    { passwordResetRequired: true, password: null },
  ],
  ['mysql --password=hunter22 -h db', 'mysql --password=[redacted] -h db'],
  ['?X-Amz-Signature=0123abcd&X-Amz-Date=1', '?X-Amz-Signature=[redacted]&X-Amz-Date=1'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[redacted]'],
  ['bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc', 'bearer [redacted]'],
  [null, null],
  [7, 7],
])('%j becomes %j', (value, expected) => {
  expect(redact(value)).toEqual(expected);
});

test('long texts are cut', () => {
  expect(redact('x'.repeat(10_000))).toBe(`${'x'.repeat(4_000)}…`);
});
