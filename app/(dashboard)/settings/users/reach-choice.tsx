'use client';

import { MultiSelect } from '@mantine/core';

/** Facilities within reach; none chosen is every one. What was given earlier and is gone by now stays to choose. */
export function ReachChoice({
  known,
  given = null,
  inline = false,
}: {
  known: readonly string[];
  given?: readonly string[] | null;
  inline?: boolean;
}) {
  return (
    <MultiSelect
      name="facilities"
      {...(inline
        ? { 'aria-label': 'Reach', size: 'xs' }
        : { label: 'Reach', description: 'None chosen: every facility' })}
      placeholder={inline ? 'Every facility' : ''}
      data={[...new Set([...known, ...(given ?? [])])].sort()}
      defaultValue={[...(given ?? [])]}
      hiddenInputValuesDivider={'\n'}
      clearable
      searchable
    />
  );
}
