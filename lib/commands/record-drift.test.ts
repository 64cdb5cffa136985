import { beforeEach, describe, expect, test } from 'vitest';
import {
  declaredGroup,
  declaredRule,
  driftRows,
  minute,
  observedGroup,
  rule,
  testEstate,
} from '@/lib/commands/test-estate';
import { db } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE drift, declaration, finding, snapshot, resource, scan, scope, source CASCADE`;
});

const https = rule(443, '0.0.0.0/0');
const byHand = rule(8443, '0.0.0.0/0');
const declared = declaredGroup('edge', [declaredRule(14, 0, https)]);
const nothing = { opened: 0, changed: 0, closed: 0 };

describe('drift', () => {
  test('opens when a port is opened by hand, and closes when it is closed', async () => {
    const estate = await testEstate('edge');
    await estate.declare(minute(1), [declared]);
    expect(await estate.observe(minute(2), [observedGroup('edge', [https])])).toEqual(nothing);
    expect(await estate.observe(minute(12), [observedGroup('edge', [https, byHand])])).toEqual({
      ...nothing,
      opened: 1,
    });
    expect(await estate.observe(minute(22), [observedGroup('edge', [https, byHand])])).toEqual(nothing);
    expect(await estate.observe(minute(32), [observedGroup('edge', [https])])).toEqual({ ...nothing, closed: 1 });
    expect(await driftRows()).toMatchObject([
      {
        ahead: 'cloud',
        summary: 'Port 8443 open to 0.0.0.0/0, undeclared',
        worldOpen: true,
        from: minute(12),
        to: minute(32),
      },
    ]);
  });

  test('that grows goes on in its series, and comes back as a new one', async () => {
    const estate = await testEstate('grows');
    await estate.declare(minute(1), [declared]);
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand])]);
    const more = [https, byHand, rule(22, '10.0.0.0/8')];
    expect(await estate.observe(minute(12), [observedGroup('edge', more)])).toEqual({ ...nothing, changed: 1 });
    await estate.observe(minute(22), [observedGroup('edge', [https])]);
    await estate.observe(minute(32), [observedGroup('edge', [https, byHand])]);
    const rows = await driftRows();
    expect(rows.map(({ series }) => series === rows[0]?.series)).toEqual([true, true, false]);
    expect(rows.map(({ to }) => to)).toEqual([minute(12), minute(22), null]);
  });

  test('closes when the code takes up what was opened', async () => {
    const estate = await testEstate('taken up');
    await estate.declare(minute(1), [declared]);
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand])]);
    const taken = declaredGroup('edge', [...declared.rules, declaredRule(18, 8, byHand)]);
    expect(await estate.declare(minute(9), [taken])).toEqual({ ...nothing, closed: 1 });
  });

  test('is not closed on the word of a scope that could not be read', async () => {
    const estate = await testEstate('refused');
    await estate.declare(minute(1), [declared]);
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand])]);
    await estate.fail(minute(12));
    const taken = declaredGroup('edge', [...declared.rules, declaredRule(18, 8, byHand)]);
    expect(await estate.declare(minute(13), [taken])).toEqual(nothing);
    expect((await driftRows())[0]?.to).toBeNull();
  });

  test('does not call missing what nobody looked for', async () => {
    const estate = await testEstate('unseen');
    expect(await estate.declare(minute(1), [declared])).toEqual(nothing);
    expect(await estate.observe(minute(2), [], 'partial')).toEqual(nothing);
    expect(await estate.observe(minute(12), [])).toEqual({ ...nothing, opened: 1 });
    expect(await driftRows()).toMatchObject([{ ahead: 'code', summary: 'Declared, but not in the cloud' }]);
    expect(await estate.observe(minute(22), [observedGroup('edge', [https])])).toEqual({ ...nothing, closed: 1 });
  });

  test('of a group that the cloud lost: the cloud is ahead', async () => {
    const estate = await testEstate('lost');
    await estate.declare(minute(1), [declared]);
    await estate.observe(minute(2), [observedGroup('edge', [https])]);
    await estate.observe(minute(12), []);
    expect(await driftRows()).toMatchObject([{ ahead: 'cloud', from: minute(12) }]);
  });

  test('a group outside the code is none, and ends when its declaration goes', async () => {
    const estate = await testEstate('outside');
    expect(await estate.observe(minute(2), [observedGroup('edge', [byHand])])).toEqual(nothing);
    expect(await estate.declare(minute(3), [declared])).toMatchObject({ opened: 1 });
    expect(await estate.declare(minute(13), [], false)).toEqual(nothing);
    expect(await estate.declare(minute(23), [])).toMatchObject({ closed: 1 });
  });

  test('groups named by name are those of the same network, and follow when they are made anew', async () => {
    const estate = await testEstate('names');
    const app = declaredGroup('app', [declaredRule(20, 0, rule(8080, 'edge'))]);
    await estate.declare(minute(1), [declared, app]);
    const seen = observedGroup('app', [rule(8080, 'sg-edge')]);
    expect(await estate.observe(minute(2), [observedGroup('edge', [https]), seen])).toEqual(nothing);
    const anew = observedGroup('edge', [https]);
    const other = { externalId: 'sg-new', fields: { ...anew.fields, id: 'sg-new' } };
    expect(await estate.observe(minute(12), [other, seen])).toMatchObject({ opened: 1 });
    expect(await driftRows()).toMatchObject([{ name: 'app', summary: 'Port 8080 from sg-edge instead of edge' }]);
  });

  test('is the same whatever else is compared with it', async () => {
    const estate = await testEstate('alone');
    const app = declaredGroup('app', [declaredRule(20, 0, rule(8080, 'edge'))]);
    await estate.declare(minute(1), [declared, app]);
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand]), observedGroup('app', [])]);
    const edgeAlone = ['https://git.example.org/net#roles/network/vars/edge.yml#edge'];
    expect(await estate.compare(minute(3), { declarationKeys: edgeAlone })).toEqual(nothing);
    expect(await estate.compare(minute(4), {})).toEqual(nothing);
  });

  test('both sides recorded at the same moment leave one row', async () => {
    const estate = await testEstate('moment');
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand])]);
    await estate.declare(minute(2), [declared]);
    await estate.declare(minute(3), [declaredGroup('edge', [])]);
    await estate.observe(minute(3), [observedGroup('edge', [byHand])]);
    expect(await driftRows()).toMatchObject([
      { from: minute(2), to: minute(3) },
      { from: minute(3), to: null },
    ]);
  });

  test('leaves an audit event with what it changed, and none when it changed nothing', async () => {
    const estate = await testEstate('audit');
    await estate.declare(minute(1), [declared]);
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand])]);
    const events = () => db().auditEvent.findMany({ where: { action: 'drift.recorded' }, orderBy: { id: 'desc' } });
    const before = await events();
    expect(before[0]?.after).toBe('{"opened":1,"changed":0,"closed":0}');
    await estate.compare(minute(3), {});
    expect(await events()).toHaveLength(before.length);
  });

  test('is refused without permission and changes nothing', async () => {
    const estate = await testEstate('forbidden');
    const reader = await viewerFor('administrator');
    await expect(estate.compare(minute(3), {}, reader)).rejects.toThrow('ingest');
    expect(await driftRows()).toEqual([]);
  });

  test('changes nothing when its audit event cannot be written', async () => {
    const estate = await testEstate('no audit');
    await estate.observe(minute(2), [observedGroup('edge', [https, byHand])]);
    await estate.declare(minute(3), [declaredGroup('edge', [declaredRule(14, 0, https), declaredRule(15, 0, byHand)])]);
    await db().$executeRaw`UPDATE declaration SET body = replace(body, '8443', '8444')`;
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    await expect(estate.compare(minute(4), {})).rejects.toThrow();
    await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    expect(await driftRows()).toEqual([]);
  });
});
