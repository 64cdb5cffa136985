import { type Permission, tokenRoles } from '@/lib/access/permissions';
import type { Ask } from './ask';
import { type Bird, birds, houseOf } from './birds';
import type { Estate, Flock } from './estate';
import type { Asker } from './people';

/** One question at a door, and what it is answered with to somebody who has the permission. */
export interface Case {
  /** own, other, missing or mixed, and which part of a page */
  target: string;
  ask: Ask;
  /** By reach alone */
  status: number;
  /** Set for writes that must change something when they are let through */
  changes?: boolean;
  /** As of its entry, for this question alone */
  proven?: boolean;
}

/** What the matrix knows of a door. Written from the table of permissions and the rules of reach, never from answers. */
export interface Entry {
  can: Permission | 'anybody';
  /** A list: also as CSV, to those who may export; unasked: it answers in a form of its own */
  csv?: boolean | 'unasked';
  /** A refusal is counted, and changes that count alone */
  counts?: boolean;
  /** Each question costs a password hash: only some ask */
  costly?: boolean;
  /** As CSV it is evidence: who takes it away proves who they are */
  evidence?: boolean;
  /** Done by a person alone, who proved who they are in the last five minutes */
  proven?: boolean;
  /** Pages that tell in words what is missing, instead of failing */
  inWords?: boolean;
  /** Why it may name what is out of reach */
  namesAll?: string;
  cases: (estate: Estate, asker: Asker) => Case[] | Promise<Case[]>;
}

export function may(asker: Asker, permission: Permission | 'anybody'): boolean {
  if (permission === 'anybody') return true;
  if (asker.role === null) return false;
  const granted: readonly Permission[] = tokenRoles[asker.role];
  return granted.includes(permission);
}

/** Whether all of these, or everything where it is null, is within reach. */
export function covers(asker: Asker, flock: readonly Bird[] | null): boolean {
  return flock === null ? asker.sees.length === birds.length : flock.every((bird) => asker.sees.includes(bird));
}

const search: Record<string, Record<string, string | string[]>> = {
  own: { facility: houseOf('kestrel') },
  other: { facility: houseOf('magpie') },
  missing: { facility: 'nowhere' },
  mixed: { facility: [houseOf('kestrel'), houseOf('magpie')] },
};

/** A list that takes a facility: whatever is asked for, it answers, with what is within reach. */
export function list(can: Permission, more: Record<string, string> = {}): Entry {
  const cases = Object.entries(search).map(([target, given]) => ({
    target,
    ask: { search: { ...more, ...given } },
    status: 200,
  }));
  const all = { target: 'all', ask: { search: more }, status: 200 };
  const words = ['kestrel', 'magpie'].map((bird) => ({
    target: `search ${bird}`,
    ask: { search: { ...more, q: `${bird}-` } },
    status: 200,
  }));
  return { can, csv: true, cases: () => [...cases, all, ...words] };
}

/** One thing by its id: what is out of reach is not there, as if there were none. */
export function one(can: Permission, key: keyof Flock, more: Record<string, string>[] = [{}]): Entry {
  return {
    can,
    cases: (estate, asker) => {
      const targets = { own: 'kestrel', other: 'magpie', mixed: 'mixed', placeless: 'heron' } as const;
      const there = Object.entries(targets).map(([target, flock]) => {
        const bird = flock === 'mixed' ? 'kestrel' : flock;
        return { target, id: estate[flock][key], status: covers(asker, [bird]) ? 200 : 404 };
      });
      return [...there, { target: 'missing', id: '987654321', status: 404 }].flatMap(({ target, id, status }) =>
        more.map((given) => ({
          target: `${target} ${JSON.stringify(given)}`,
          ask: { params: { id }, search: given },
          status,
        })),
      );
    },
  };
}

/** What knows no facilities, and is asked once. */
export function plain(can: Permission | 'anybody', asked: Ask = {}, status = 200): Entry {
  return { can, cases: () => [{ target: 'all', ask: asked, status }] };
}

/** Of whose reach a thing is. */
export const flocks: Record<string, readonly Bird[] | null> = {
  own: ['kestrel'],
  other: ['magpie'],
  mixed: ['kestrel', 'magpie'],
  everything: null,
};

/** What is given away: nobody gives what they do not have. */
export function giving(can: Permission, bodyOf: () => object): Entry {
  return {
    can,
    cases: (_estate, asker) =>
      Object.entries(flocks).map(([target, flock]) => ({
        target,
        ask: { body: { ...bodyOf(), ...(flock ? { facilities: flock.map(houseOf) } : {}) } },
        status: covers(asker, flock) && !asker.ends ? 200 : 403,
        changes: true,
      })),
  };
}
