import { beforeEach, describe, expect, test } from 'vitest';
import { recordDeclarations } from '@/lib/commands/record-declarations';
import { declaredGroup, declaredRule, minute, rule, testEstate } from '@/lib/commands/test-estate';
import { db } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE drift, declaration, finding, snapshot, resource, scan, scope, source CASCADE`;
});

const edge = declaredGroup('edge', [declaredRule(14, 0, rule(443, '0.0.0.0/0'))]);
const app = declaredGroup('app', []);
const rows = () =>
  db().$queryRaw<{ key: string; from: Date; to: Date | null; committedAt: Date }[]>`
    SELECT key, valid_from AS "from", nullif(valid_to, 'infinity') AS "to", committed_at AS "committedAt" FROM declaration ORDER BY id`;

describe('declarations', () => {
  test('are written when they change, valid from the scan; the commit stands apart', async () => {
    const estate = await testEstate('one');
    await estate.declare(minute(10), [edge, app]);
    await estate.declare(minute(20), [edge, app]);
    await estate.declare(minute(30), [declaredGroup('edge', []), app]);
    const key = 'https://git.example.org/net#roles/network/vars/edge.yml#edge';
    expect((await rows()).filter((row) => row.key === key)).toEqual([
      { key, from: minute(10), to: minute(30), committedAt: minute(0) },
      { key, from: minute(30), to: null, committedAt: minute(0) },
    ]);
    expect(await rows()).toHaveLength(3);
  });

  test('are not changed by a later commit to another place of their file', async () => {
    const estate = await testEstate('elsewhere');
    await estate.declare(minute(10), [edge]);
    await estate.declare(minute(20), [{ ...edge, at: { ...edge.at, revision: 'ffff', author: 'A. Moreau' } }]);
    expect(await rows()).toHaveLength(1);
  });

  test('are closed by a complete reading alone', async () => {
    const estate = await testEstate('gone');
    await estate.declare(minute(10), [edge, app]);
    await estate.declare(minute(20), [app], false);
    expect((await rows()).every(({ to }) => to === null)).toBe(true);
    await estate.declare(minute(30), [app]);
    expect((await rows()).map(({ to }) => to)).toEqual([minute(30), null]);
  });

  test('of one name in one file are told apart', async () => {
    const estate = await testEstate('twice');
    await estate.declare(minute(10), [edge, { ...edge, rules: [] }]);
    expect((await rows()).map(({ key }) => key.split('#').slice(2).join('#'))).toEqual(['edge', 'edge#2']);
  });

  test('leave an audit event, and none when nothing changed', async () => {
    const estate = await testEstate('audit');
    await estate.declare(minute(10), [edge]);
    const events = () => db().auditEvent.findMany({ where: { action: 'declarations.recorded' } });
    const before = (await events()).length;
    await estate.declare(minute(20), [edge]);
    expect(before).toBeGreaterThan(0);
    expect(await events()).toHaveLength(before);
  });

  test('are refused without permission, and changed by nothing that leaves no audit event', async () => {
    const estate = await testEstate('refused');
    await estate.declare(minute(10), []);
    const [scope] = await db().$queryRaw<{ id: string }[]>`SELECT id::text FROM scope WHERE kind = 'declaration'`;
    const input = {
      sourceId: estate.sources.code,
      scopeId: scope?.id ?? '',
      declarations: [edge],
      complete: true,
      at: minute(20),
    };
    await expect(recordDeclarations(await viewerFor('administrator'), input)).rejects.toThrow('ingest');
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    await expect(recordDeclarations(estate.viewer, input)).rejects.toThrow();
    await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    expect(await rows()).toEqual([]);
  });
});
