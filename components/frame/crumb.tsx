'use client';

import { usePathname } from 'next/navigation';
import { useCrumbTail } from '@/components/ui/crumb-tail';
import { SafeLink } from '@/components/ui/safe-link';
import styles from './crumb.module.css';
import { sectionOf } from './sections';

/** The organisation on the page of a section; below it the way back. */
export function Crumb({ organisation }: { organisation: string }) {
  const path = usePathname();
  const section = sectionOf(path);
  const tail = useCrumbTail();
  if (!section || section.path === path) return <span className={styles.crumb}>{organisation}</span>;
  return (
    <nav aria-label="Breadcrumb" className={styles.crumb}>
      <SafeLink href={section.path}>{section.title}</SafeLink>
      <span aria-hidden> / </span>
      <b>{tail}</b>
    </nav>
  );
}
