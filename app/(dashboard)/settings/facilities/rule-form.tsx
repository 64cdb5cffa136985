'use client';

import { NumberInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { SendForm } from '@/components/settings/send-form';
import { sendJson } from '@/components/settings/send-json';
import type { RuleRow } from '@/lib/queries/list-facility-rules';
import type { KnownPlaces } from '@/lib/queries/list-places';
import type { RulePreview as Preview } from '@/lib/queries/preview-rule';
import type { RuleConditions } from '@/lib/resources/place-rule';
import styles from './facilities.module.css';
import { type PreviewState, RulePreview } from './rule-preview';

const conditions = ['account', 'region', 'namePattern', 'tagKey', 'tagPattern', 'inventoryGroup'] as const;

type RuleFormProps = {
  /** The rule that is changed; without one a rule is added. */
  rule?: RuleRow;
  /** Place in the order of a rule that is added. */
  last?: number;
  known: KnownPlaces;
  plurals: Readonly<Record<string, string>>;
};

/** The fields of a rule, and beneath them what they match, while one types. */
export function RuleForm({ rule, last = 1, known, plurals }: RuleFormProps) {
  const fields = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState(() => (rule ? askedOf((name) => rule[name] ?? '') : ''));
  const state = usePreview(asked);
  const read = () =>
    setAsked(askedOf((name) => fields.current?.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? ''));
  const text = (name: keyof RuleRow & string, label: string, description?: string) => (
    <TextInput
      name={name}
      label={label}
      {...(description ? { description } : {})}
      defaultValue={rule ? String(rule[name] ?? '') : ''}
      autoComplete="off"
      maxLength={200}
      required={name === 'name'}
    />
  );
  return (
    <SendForm
      method={rule ? 'PUT' : 'POST'}
      action={rule ? `/api/v1/facility-rules/${rule.id}` : '/api/v1/facility-rules'}
      submit={rule ? 'Change rule' : 'Add rule'}
      primary
      done="Saved. What is there already is placed again now."
    >
      <div ref={fields} onInput={read} className={styles.fields}>
        {text('name', 'Name of the rule')}
        <NumberInput
          name="position"
          label="Place in the order"
          description="The first rule that names a part decides it"
          min={1}
          max={1000}
          defaultValue={rule?.position ?? last}
        />
        <h3>What it matches</h3>
        <p className="t3">All conditions that are filled in. * is any text, ? one character; case does not matter.</p>
        {text('account', 'Account')}
        {text('region', 'Region')}
        {text('namePattern', 'Name of the resource')}
        {text('inventoryGroup', 'Inventory group')}
        {text('tagKey', 'Tag')}
        {text('tagPattern', 'Value of the tag')}
        <h3>Where it belongs</h3>
        <p className="t3">What is left empty is left to later rules, and to the tags.</p>
        {(['facility', 'environment', 'team'] as const).map((part) => (
          <div key={part}>
            <TextInput
              name={part}
              label={part.charAt(0).toUpperCase() + part.slice(1)}
              defaultValue={rule?.[part] ?? ''}
              list={`known-${part}-${rule?.id ?? 'new'}`}
              autoComplete="off"
              maxLength={120}
            />
            <datalist id={`known-${part}-${rule?.id ?? 'new'}`}>
              {{ facility: known.facilities, environment: known.environments, team: known.teams }[part].map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </div>
        ))}
      </div>
      <div aria-live="polite">
        <RulePreview state={state} plurals={plurals} />
      </div>
    </SendForm>
  );
}

/** The conditions as the parameters of the preview; '' where there is none. */
function askedOf(value: (name: (typeof conditions)[number]) => string): string {
  const params = new URLSearchParams();
  for (const name of conditions) if (value(name).trim() !== '') params.set(name, value(name).trim());
  return params.toString();
}

function usePreview(asked: string): PreviewState {
  const [state, setState] = useState<{ asked: string; found: Preview | null; problem: string | null } | null>(null);
  useEffect(() => {
    if (asked === '') return;
    let late = false;
    const timer = setTimeout(async () => {
      const sent = await sendJson('GET', `/api/v1/facility-rules/preview?${asked}`, undefined);
      if (late) return;
      setState(
        sent.ok
          ? { asked, found: sent.data as Preview, problem: null }
          : { asked, found: null, problem: sent.problem.title },
      );
    }, 300);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [asked]);
  if (asked === '') return null;
  const given = new URLSearchParams(asked);
  const of = Object.fromEntries(conditions.map((name) => [name, given.get(name)])) as unknown as RuleConditions;
  return state?.asked === asked
    ? { of, found: state.found, problem: state.problem }
    : { of, found: null, problem: null };
}
