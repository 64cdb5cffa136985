/** The path if it is one of our pages, else the first page: only there does a sign-in lead. */
export function ownPath(next: string | null | undefined): string {
  return /^\/(?![/\\]|api\/|sign-in(?!\/again$)|first)[\x21-\x7e]*$/.test(next ?? '') ? (next ?? '/') : '/';
}
