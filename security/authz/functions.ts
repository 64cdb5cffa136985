import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '@/lib/access/viewer';

const root = join(import.meta.dirname, '../..');
type Asked = (viewer: Viewer, ...given: unknown[]) => unknown;

/** A query or command that takes a viewer. */
export interface Function {
  name: string;
  file: string;
  run: Asked;
}

/** Answers nothing to those who may not, and what seals secrets where none is open, for operators. */
const apart = ['openBreakGlass', 'resealSecrets'];

/** Every function of queries and commands that takes a viewer first and asks what they may, from their folders. */
export async function functionsThatAsk(): Promise<Function[]> {
  const found: Function[] = [];
  for (const folder of ['lib/queries', 'lib/commands'])
    for (const name of readdirSync(join(root, folder)).filter((it) => /^(?!test-).*(?<!\.test)\.ts$/.test(it))) {
      const file = `${folder}/${name}`;
      const text = readFileSync(join(root, file), 'utf8');
      if (!/\b(reading|writing|requirePermission|requireSystem)\(/.test(text)) continue;
      const names = text.matchAll(
        /^export (?:async function (\w+)(?:<[^(]*>)?\(\s*viewer: Viewer|function (\w+)\(\s*viewer: Viewer(?:(?!\n\})[\s\S])*?\): Promise<)/gm,
      );
      const module = (await import(/* @vite-ignore */ join(root, file))) as Record<string, Asked>;
      for (const [, awaited, promised] of names) {
        const exported = awaited ?? promised ?? '';
        const run = module[exported];
        if (run && !apart.includes(exported)) found.push({ name: exported, file, run });
      }
    }
  return found;
}

const id = '1';
const rule = { name: 'a', namePattern: 'b', facility: 'c' };
const provider = { name: 'a', clientId: 'b', clientSecret: 'c', groups: [], issuer: 'https://a.example' };
const days = { until: '2099-01-01', evidenceFrom: '2001-01-01', evidenceTo: '2002-01-01' };
/** What is parsed before anybody looks who asks has to be right; the others are never looked at. */
const inputs: Record<string, unknown[]> = {
  addFacilityRule: [rule],
  changeFacilityRule: [{ id, ...rule }],
  addProvider: [provider],
  changeProvider: [{ id, name: 'a', clientId: 'b', groups: [] }],
  dayCounts: [null, 5, undefined],
  driftOverTime: [null, 5, undefined],
  deleteSample: [[], new Date()],
  ensureAdministrator: ['a@example.org', 'a long and plain passphrase'],
  listSessions: [{ limit: 50, whose: 'own', sort: '-active' }],
  openOn: [[id], null],
  previewRule: [
    { account: null, region: null, namePattern: '*', tagKey: null, tagPattern: null, inventoryGroup: null },
  ],
  sessionFacets: [{ limit: 50, whose: 'own', sort: '-active' }],
  recordDay: [new Date()],
  runStrip: [{ hostId: id, period: '24h' }],
  search: [{ q: 'a' }],
  setSecondFactor: [{ current: 'a', secret: null, code: null }],
  stepUp: [{ password: 'a' }],
  testProvider: [{ issuer: 'https://a.example' }],
  addSource: [{ name: 'a', provider: 'aws', config: { regions: ['us-east-1'] } }],
  askSourceTest: [{ provider: 'aws', config: { regions: ['us-east-1'] } }],
  changePassword: [{ current: 'a', next: 'a long and plain passphrase' }],
  changeReach: [{ id }],
  changeRole: [{ id, role: 'viewer' }],
  createToken: [{ name: 'a', role: 'viewer' }],
  createUser: [{ email: 'a@example.org', role: 'viewer', password: 'a long and plain passphrase' }],
  disableUser: [{ id, disabled: true }],
  endSession: [{ id: 'f'.repeat(64) }],
  inviteAuditor: [{ email: 'a@example.org', ...days }],
  liftHold: [{ id, reason: 'because' }],
  placeHold: [{ name: 'a', reason: 'because' }],
  resetSecondFactor: [{ id }],
  reviewBreakGlass: [{ id, note: 'looked at it all' }],
  setIdleMinutes: [{ idleMinutes: 15 }],
  setRetention: [{ days: 2500 }],
  listNotWell: [{}],
};

/** Arguments with which a function comes as far as its check. */
export function inputOf(name: string): unknown[] {
  return inputs[name] ?? [{ id }, new Date(), 30, {}];
}
