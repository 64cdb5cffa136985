'use client';

import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { GroupRule, RuleReach } from '@/lib/access/provider';
import { roleChoices } from '../users/role-choices';
import styles from './providers.module.css';

type Row = { key: number; group: string; role: GroupRule['role']; reach: string };

/** Which group makes what of somebody, the strongest first: the first line that fits decides. */
export function GroupTable({ given, facilities }: { given: readonly GroupRule[]; facilities: readonly string[] }) {
  const [rows, setRows] = useState<Row[]>(() =>
    given.length > 0 ? given.map(rowOf) : [{ key: 0, group: '', role: 'viewer', reach: '' }],
  );
  const places = useId();
  const change = (key: number, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className={styles.groups}>
      <legend>Groups</legend>
      <p className="t3">
        The first line that fits decides the role. Reach: a facility, or facility / environment / team, several with
        semicolons; empty is everything.
      </p>
      {rows.map((row, i) => (
        <div key={row.key} className={styles.line}>
          <TextInput
            size="xs"
            aria-label={`Group ${i + 1}`}
            placeholder="Group, as the provider spells it"
            maxLength={200}
            value={row.group}
            onChange={(event) => change(row.key, { group: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label={`Role of group ${i + 1}`}
            data={roleChoices}
            value={row.role}
            onChange={(event) => change(row.key, { role: event.currentTarget.value as Row['role'] })}
          />
          <TextInput
            size="xs"
            aria-label={`Reach of group ${i + 1}`}
            placeholder="Everything"
            list={places}
            value={row.reach}
            onChange={(event) => change(row.key, { reach: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size={30}
            className={styles.remove}
            aria-label={`Remove group ${i + 1}`}
            onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
          >
            <IconX size={14} stroke={1.75} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        className={styles.more}
        onClick={() =>
          setRows([
            ...rows,
            { key: Math.max(0, ...rows.map(({ key }) => key)) + 1, group: '', role: 'viewer', reach: '' },
          ])
        }
      >
        Add a group
      </Button>
      <datalist id={places}>
        {facilities.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <input type="hidden" name="groups" value={JSON.stringify(rows.filter(({ group }) => group.trim()).map(ruleOf))} />
    </fieldset>
  );
}

function rowOf({ group, role, reach }: GroupRule, key: number): Row {
  return { key, group, role, reach: (reach ?? []).map(wordsOf).join('; ') };
}

function ruleOf({ group, role, reach }: Row): GroupRule {
  const named = reach.split(';').filter((words) => words.trim() !== '');
  return { group, role, reach: named.length === 0 ? null : named.map(reachOf) };
}

function wordsOf({ facility, environment, team }: RuleReach): string {
  const parts = environment === null && team === null ? [facility] : [facility, environment, team];
  return parts.map((part) => part ?? 'any').join(' / ');
}

function reachOf(words: string): RuleReach {
  const [facility = null, environment = null, team = null] = words
    .split(' / ')
    .map((part) => part.trim())
    .map((part) => (part === '' || part === 'any' ? null : part));
  return { facility, environment, team };
}
