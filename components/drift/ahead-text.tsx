import { StateText } from '@/components/ui/state';

type Ahead = 'cloud' | 'code' | 'both';

/** Which side is ahead of the other, in a cell. */
export function AheadText({ ahead }: { ahead: Ahead }) {
  if (ahead === 'both') return <StateText state="cloud-ahead" label="Both moved" />;
  return <StateText state={ahead === 'cloud' ? 'cloud-ahead' : 'code-ahead'} />;
}
