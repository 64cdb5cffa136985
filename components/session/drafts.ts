/** What was being typed when a session ended, kept in this tab's sessionStorage for its person alone. */
interface Kept {
  userId: string;
  /** Each with the beginning of the session that it was typed in */
  forms: Record<string, { began: string; fields: Record<string, string> }>;
}

export interface Owner {
  userId: string;
  began: string;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const key = 'plumbline-draft';
/** A password stays one while it is shown as text. */
const secrets = new WeakSet<Element>();

function read(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

function write(kept: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A full or forbidden storage keeps nothing; the form itself still stands.
  }
}

/** Forgets everything: at sign-out, and when somebody else signs in. */
export function forgetDrafts(): void {
  sessionStorage.removeItem(key);
}

/** Passwords, codes, files and searches are never kept. */
function isKept(field: Element): field is Field {
  if (
    !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)
  )
    return false;
  if (field.type === 'password' || field.closest('.mantine-PasswordInput-root')) secrets.add(field);
  const never = ['password', 'hidden', 'file', 'search', 'submit', 'button', 'radio', 'checkbox'].includes(field.type);
  const code = /password|one-time-code|username/.test(field.autocomplete);
  return field.name !== '' && !never && !code && !secrets.has(field) && field.closest('form')?.method === 'post';
}

/** A form is known by its page and by what it sends, or its place. */
function formKey(form: HTMLFormElement): string {
  const place = form.dataset.draft ?? `${[...document.querySelectorAll('main form')].indexOf(form)}`;
  return `${location.pathname} ${place}`;
}

/** Keeps one field that was typed into. */
export function keepField(owner: Owner, target: EventTarget | null): void {
  if (!(target instanceof Element) || !isKept(target)) return;
  const form = target.closest('form');
  if (!form) return;
  const held = read();
  const forms = held?.userId === owner.userId ? held.forms : {};
  const before = forms[formKey(form)];
  const fields = { ...(before?.began === owner.began ? before.fields : {}), [target.name]: target.value };
  write({ userId: owner.userId, forms: { ...forms, [formKey(form)]: { began: owner.began, fields } } });
}

/** Forgets a form: it was sent. */
export function forgetForm(form: EventTarget | null): void {
  const kept = read();
  if (!kept || !(form instanceof HTMLFormElement)) return;
  const { [formKey(form)]: _, ...forms } = kept.forms;
  write({ ...kept, forms });
}

/**
 * Puts back what the same person typed on this page in an earlier session; answers into how many fields. What somebody
 * else typed is forgotten.
 */
export function restoreDrafts(owner: Owner): number {
  const kept = read();
  if (!kept) return 0;
  if (kept.userId !== owner.userId) {
    forgetDrafts();
    return 0;
  }
  let restored = 0;
  for (const form of document.querySelectorAll<HTMLFormElement>('main form')) {
    const draft = kept.forms[formKey(form)];
    if (!draft || draft.began === owner.began) continue;
    for (const [name, value] of Object.entries(draft.fields)) {
      const field = form.elements.namedItem(name);
      if (!(field instanceof Element) || !isKept(field)) continue;
      if (field.value !== value) {
        setValue(field, value);
        restored += 1;
      }
      keepField(owner, field);
    }
    if (restored > 0) form.closest('details')?.setAttribute('open', '');
  }
  return restored;
}

/** As a person would type it, so that React hears of it. */
function setValue(field: Field, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}
