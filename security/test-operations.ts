import { POST as signInDoor } from '@/app/api/auth/sign-in/route';
import { POST as signOutDoor } from '@/app/api/auth/sign-out/route';
import { POST as ingest } from '@/app/api/ingest/ansible/route';
import { PUT as password } from '@/app/api/v1/account/password/route';
import { GET as part } from '@/app/api/v1/audit/part/route';
import { GET as proof } from '@/app/api/v1/audit/proof/route';
import { GET as audit } from '@/app/api/v1/audit/route';
import { POST as verification } from '@/app/api/v1/audit/verification/route';
import { DELETE as liftHold } from '@/app/api/v1/retention/holds/[id]/route';
import { POST as placeHold } from '@/app/api/v1/retention/holds/route';
import { PUT as retention } from '@/app/api/v1/retention/route';
import { POST as collect } from '@/app/api/v1/sources/[id]/collect/route';
import { DELETE as removeSource } from '@/app/api/v1/sources/[id]/route';
import { POST as addSource } from '@/app/api/v1/sources/route';
import { POST as testSource } from '@/app/api/v1/sources/test/route';
import { DELETE as revokeToken } from '@/app/api/v1/tokens/[id]/route';
import { POST as makeToken, GET as tokens } from '@/app/api/v1/tokens/route';
import { PUT as disable } from '@/app/api/v1/users/[id]/disabled/route';
import { PUT as reach } from '@/app/api/v1/users/[id]/reach/route';
import { PUT as role } from '@/app/api/v1/users/[id]/role/route';
import { DELETE as endSessions } from '@/app/api/v1/users/[id]/sessions/route';
import { POST as addUser, GET as users } from '@/app/api/v1/users/route';

/** Stands in what nobody may see while the log cannot be written. */
export const canary = 'canary7f3a';
export const secretPassword = 'correct horse battery';

export type Door = (request: Request, context?: { params: Promise<Record<string, string>> }) => Promise<Response>;
export interface Operation {
  name: string;
  door: Door;
  method?: string;
  path?: string;
  /** What it is done to */
  id?: 'user' | 'token' | 'source' | 'hold';
  body?: () => unknown;
  /** Who asks: the administrator, unless it is nobody or a push */
  as?: 'nobody' | 'push';
  /** Hashes a password, which takes what it takes on a busy machine: its time tells nothing of waiting */
  hashes?: true;
}

const run = () => {
  const at = new Date().toISOString();
  return { tool: 'ansible', host: { name: 'web-1' }, mode: 'enforce', startedAt: at, finishedAt: at, ok: 1 };
};

/** The cursor of a page after everything that is there. */
const later = Buffer.from(JSON.stringify(['2999-01-01T00:00:00Z', '999999'])).toString('base64url');

/** Deeds and views that leave an event, each through its door. */
export const operations: readonly Operation[] = [
  {
    name: 'add a user',
    hashes: true,
    door: addUser,
    method: 'POST',
    body: () => ({ email: `new-${canary}@example.org`, role: 'viewer' }),
  },
  { name: 'change a role', door: role, method: 'PUT', id: 'user', body: () => ({ role: 'engineer' }) },
  { name: 'change a reach', door: reach, method: 'PUT', id: 'user', body: () => ({ facilities: ['Riverside'] }) },
  { name: 'disable a user', door: disable, method: 'PUT', id: 'user', body: () => ({ disabled: true }) },
  { name: 'end sessions', door: endSessions, method: 'DELETE', id: 'user' },
  { name: 'make a token', door: makeToken, method: 'POST', body: () => ({ name: 'ci', role: 'viewer' }) },
  { name: 'revoke a token', door: revokeToken, method: 'DELETE', id: 'token' },
  { name: 'collect from a source', door: collect, method: 'POST', id: 'source' },
  {
    name: 'try a source',
    door: testSource,
    method: 'POST',
    body: () => ({ provider: 'aws', config: { regions: ['us-east-1'] } }),
  },
  {
    name: 'add a source',
    door: addSource,
    method: 'POST',
    body: () => ({ name: 'another', provider: 'aws', config: { regions: ['us-east-1'] } }),
  },
  { name: 'remove a source', door: removeSource, method: 'DELETE', id: 'source' },
  { name: 'change the retention', door: retention, method: 'PUT', body: () => ({ days: 3000 }) },
  { name: 'place a hold', door: placeHold, method: 'POST', body: () => ({ name: 'Case 2', reason: 'Court order' }) },
  { name: 'lift a hold', door: liftHold, method: 'DELETE', id: 'hold', body: () => ({ reason: 'Closed' }) },
  { name: 'have the log verified', door: verification, method: 'POST' },
  {
    name: 'push runs',
    door: ingest,
    method: 'POST',
    as: 'push',
    body: () => ({ version: 1, deliveryId: 'd', reports: [run()] }),
  },
  { name: 'view the log', door: audit },
  { name: 'view a later page of the log', door: audit, path: `?cursor=${later}` },
  { name: 'view a proof', door: proof, path: '?event=1' },
  { name: 'export the log', door: audit, path: '?format=csv' },
  { name: 'export a part of the log', door: part, path: '?from=0&to=0' },
  { name: 'export users', door: users, path: '?format=csv' },
  { name: 'export tokens', door: tokens, path: '?format=csv' },
  {
    name: 'sign in',
    hashes: true,
    door: signInDoor as Door,
    method: 'POST',
    as: 'nobody',
    body: () => ({ email: 'other@example.org', password: secretPassword }),
  },
  {
    name: 'change a password',
    hashes: true,
    door: password,
    method: 'PUT',
    body: () => ({ current: secretPassword, next: 'another horse battery' }),
  },
  { name: 'sign out', door: signOutDoor as Door, method: 'POST', body: () => ({}) },
];
