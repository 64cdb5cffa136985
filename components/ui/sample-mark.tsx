import { IconFlask } from '@tabler/icons-react';
import { SafeLink } from './safe-link';
import styles from './sample-mark.module.css';

/** Said on every page while made-up data is loaded; leads to where it is removed. */
export function SampleMark({ href }: { href: string }) {
  return (
    <SafeLink href={href} className={styles.mark} title="This estate is made up. Remove it under Sources.">
      <IconFlask size={14} stroke={1.75} aria-hidden />
      <span>Sample estate</span>
    </SafeLink>
  );
}
