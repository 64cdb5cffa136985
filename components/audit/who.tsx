import styles from './who.module.css';

/** A person, token or job, and what they were; on narrow screens one below the other. */
export function Who({ name, role }: { name: string; role: string | null }) {
  return (
    <span className={styles.who}>
      <span className="strong">{name}</span> {role ? <span className="t3 small">{role}</span> : null}
    </span>
  );
}
