'use client';

import { ActionIcon, Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { InBrowser } from '@/components/ui/in-browser';
import { visibleText } from '@/components/ui/visible-text';
import type { DatedGrant } from '@/lib/access/reach';
import type { KnownPlaces } from '@/lib/queries/list-places';
import styles from './reach-choice.module.css';

type Row = { key: number; facility: string; environment: string; team: string; from: string; until: string };

/**
 * What is within reach. Whole facilities are chosen by name; a grant narrower than that, or one with dates, has a line of
 * its own. Nothing chosen is everything.
 */
export function ReachChoice({
  known,
  given = [],
  inline = false,
}: {
  known: KnownPlaces;
  given?: readonly DatedGrant[];
  inline?: boolean;
}) {
  const [whole, setWhole] = useState(() => given.filter(isWhole).flatMap(({ facility }) => facility ?? []));
  const [rows, setRows] = useState<Row[]>(() => given.filter((grant) => !isWhole(grant) && !isAll(grant)).map(rowOf));
  const change = (key: number, part: keyof Row, value: string) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, [part]: value } : row)));
  const size = inline ? 'xs' : 'sm';
  return (
    <div className={styles.reach}>
      <InBrowser>
        <MultiSelect
          {...(inline
            ? { 'aria-label': 'Facilities within reach' }
            : { label: 'Reach', description: 'Nothing chosen: everything' })}
          placeholder={inline && whole.length + rows.length === 0 ? 'Everything' : ''}
          size={size}
          data={[...new Set([...known.facilities, ...whole])].sort().map(choice)}
          value={whole}
          onChange={setWhole}
          clearable
          searchable
        />
      </InBrowser>
      {rows.map((row) => (
        <fieldset key={row.key} className={styles.row}>
          <legend className={styles.legend}>Narrower grant</legend>
          {(['facility', 'environment', 'team'] as const).map((part) => (
            <NativeSelect
              key={part}
              size={size}
              label={part.charAt(0).toUpperCase() + part.slice(1)}
              data={choices(part, known, row[part])}
              value={row[part]}
              onChange={(event) => change(row.key, part, event.currentTarget.value)}
            />
          ))}
          {(['from', 'until'] as const).map((part) => (
            <TextInput
              key={part}
              size={size}
              type="date"
              label={part === 'from' ? 'From' : 'Until'}
              value={row[part].slice(0, 10)}
              onChange={(event) => change(row.key, part, event.currentTarget.value)}
            />
          ))}
          <ActionIcon
            variant="default"
            size={inline ? 30 : 36}
            aria-label="Remove this grant"
            onClick={() => setRows(rows.filter((other) => other.key !== row.key))}
          >
            <IconX size={14} stroke={1.75} aria-hidden />
          </ActionIcon>
        </fieldset>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        className={styles.more}
        onClick={() => setRows([...rows, { ...empty, key: Math.max(0, ...rows.map(({ key }) => key)) + 1 }])}
      >
        Add a narrower or dated grant
      </Button>
      <input type="hidden" name="reach" value={JSON.stringify(sent(whole, rows))} />
    </div>
  );
}

const empty: Row = { key: 0, facility: '', environment: '', team: '', from: '', until: '' };

function isWhole({ facility, environment, team, from, until }: DatedGrant): boolean {
  return facility !== null && environment === null && team === null && until === null && new Date(from) <= new Date();
}

function isAll({ facility, environment, team, until }: DatedGrant): boolean {
  return facility === null && environment === null && team === null && until === null;
}

function rowOf({ facility, environment, team, from, until }: DatedGrant, key: number): Row {
  const later = new Date(from) > new Date() ? from : '';
  return {
    key,
    facility: facility ?? '',
    environment: environment ?? '',
    team: team ?? '',
    from: later,
    until: until ?? '',
  };
}

/** Mantine shows the label by itself, past what makes text visible elsewhere. */
const choice = (name: string) => ({ value: name, label: visibleText(name) });

function choices(part: 'facility' | 'environment' | 'team', known: KnownPlaces, chosen: string) {
  const all = { facility: known.facilities, environment: known.environments, team: known.teams }[part];
  const names = [...new Set([...all, ...(chosen === '' ? [] : [chosen])])].sort();
  return [{ value: '', label: `any ${part}` }, ...names.map(choice)];
}

function sent(whole: readonly string[], rows: readonly Row[]) {
  const given = (text: string) => (text === '' ? null : text);
  return [
    ...whole.map((facility) => ({ facility })),
    // A line in which nothing was chosen would be everything, by mistake.
    ...rows
      .filter(({ key: _, ...row }) => Object.values(row).some((text) => text !== ''))
      .map(({ key: _, ...row }) => Object.fromEntries(Object.entries(row).map(([part, text]) => [part, given(text)]))),
  ];
}
