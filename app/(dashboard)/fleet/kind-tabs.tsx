import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { StatusTabs } from '@/components/ui/status-tabs';
import { kindOrder, kindWords } from '@/lib/queries/kind-words';

/** The kinds of resources that there are, hosts first; a kind of which none was seen is left out. */
export function KindTabs({
  current,
  counts,
  asOf,
}: {
  current: string;
  counts: ReadonlyMap<string, number>;
  asOf: string | undefined;
}) {
  const url: PageUrl = { path: '/fleet', params: { asOf } };
  const tabs = kindOrder
    .filter((kind) => kind === current || kind === 'host' || (counts.get(kind) ?? 0) > 0)
    .map((kind) => ({
      label: kindWords(kind).plural,
      href: linkTo(url, kind === 'host' ? {} : { kind }),
      count: counts.get(kind) ?? 0,
      current: kind === current,
    }));
  return <StatusTabs label="Kinds of resources" tabs={tabs} />;
}
