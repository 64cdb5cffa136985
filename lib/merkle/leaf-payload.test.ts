import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafPayload, type SealedEvent, saltOf } from '@/lib/merkle/leaf-payload';
import { canonicalJson } from '@/lib/resources/canonical-json';

const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text.isWellFormed());
const maybe = fc.option(storable, { nil: null });
const event: fc.Arbitrary<SealedEvent> = fc.record({
  id: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String),
  at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31Z') }).map((at) => at.toISOString()),
  actorKind: storable,
  actorId: maybe,
  actor: storable,
  action: storable,
  outcome: storable,
  objectKind: storable,
  objectId: maybe,
  object: maybe,
  before: maybe,
  after: maybe,
  reason: maybe,
  address: maybe,
  requestId: storable,
  reach: maybe,
});
const salt = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));

test('a payload is canonical JSON and says all of its event', () => {
  fc.assert(
    fc.property(event, fc.nat(), salt, (given, leaf, salted) => {
      const payload = leafPayload(given, leaf, salted);
      const { reach, ...always } = given;
      expect(JSON.parse(payload)).toEqual({
        ...always,
        ...(reach === null ? {} : { reach }),
        leaf,
        salt: salted,
        v: 1,
      });
      expect(canonicalJson(JSON.parse(payload))).toBe(payload);
      expect(saltOf(payload)).toBe(salted);
    }),
  );
});
