import { IconFilter } from '@tabler/icons-react';
import { FilterAdd } from '@/components/ui/filter-add';
import { LinkButton } from '@/components/ui/link-button';
import { linkTo } from '@/components/ui/page-url';
import type { Viewer } from '@/lib/access/viewer';
import type { FleetQuery } from '@/lib/queries/fleet-figures';
import { hostFacets } from '@/lib/queries/host-facets';

type FacilityChoiceProps = { viewer: Viewer; query: FleetQuery; params: Record<string, string | string[] | undefined> };

/** All facilities, or one of them. */
export async function FacilityChoice({ viewer, query, params }: FacilityChoiceProps) {
  const url = { path: '/', params };
  if (query.facility) {
    return (
      <LinkButton href={linkTo(url, { facility: null })} icon={IconFilter}>
        {query.facility.join(', ')} · show all
      </LinkButton>
    );
  }
  const { values } = await hostFacets(viewer, { limit: 1, sort: 'name', asOf: query.asOf });
  const choices = values.facility.map(({ value, count }) => ({
    label: value,
    count,
    href: linkTo(url, { facility: value }),
  }));
  return <FilterAdd label="All facilities" choices={[{ key: 'facility', title: 'Facility', values: choices }]} />;
}
