import type { Column } from '@/components/ui/data-table';
import { Ago } from '@/components/ui/time';
import type { RuleRow } from '@/lib/queries/list-facility-rules';
import { conditionWords, placeWords } from './rule-words';

/** The columns of the rules, in their order. */
export function ruleColumns(asOf: Date): Column<RuleRow>[] {
  return [
    { key: 'name', title: 'Rule', render: (row) => `${row.position}. ${row.name}` },
    { key: 'matches', title: 'Matches', mono: true, hideBelow: 600, render: conditionWords },
    { key: 'gives', title: 'Belongs to', render: placeWords },
    {
      key: 'since',
      title: 'Since',
      quiet: true,
      hideBelow: 900,
      render: (row) => <Ago at={row.since} asOf={asOf} words />,
    },
  ];
}
