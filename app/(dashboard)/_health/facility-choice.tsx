import { IconFilter } from '@tabler/icons-react';
import { FilterAdd } from '@/components/ui/filter-add';
import { LinkButton } from '@/components/ui/link-button';
import { linkTo } from '@/components/ui/page-url';

interface FacilityChoiceProps {
  /** Hosts by the name of their facility; null counts those of none */
  hosts: ReadonlyMap<string | null, number>;
  chosen: readonly string[] | undefined;
  params: Record<string, string | string[] | undefined>;
}

/** All facilities, or one of them. */
export function FacilityChoice({ hosts, chosen, params }: FacilityChoiceProps) {
  const url = { path: '/', params };
  if (chosen) {
    return (
      <LinkButton href={linkTo(url, { facility: null })} icon={IconFilter}>
        {chosen.join(', ')} · show all
      </LinkButton>
    );
  }
  const choices = [...hosts]
    .map(([name, count]) => ({ label: name ?? 'none', count, href: linkTo(url, { facility: name ?? 'none' }) }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  return <FilterAdd label="All facilities" choices={[{ key: 'facility', title: 'Facility', values: choices }]} />;
}
