/** The plumb line: a cord and its bob. */
export function Mark() {
  return (
    <svg viewBox="0 0 12 22" width="12" height="22" fill="none" aria-hidden="true">
      <path d="M6 0v11" stroke="var(--text)" strokeWidth="1.5" />
      <path d="M2 11h8l-1 5-3 6-3-6z" fill="var(--accent)" />
    </svg>
  );
}
