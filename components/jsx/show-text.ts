import { visibleText } from '@/components/ui/visible-text';

const shownProps = ['children', 'title', 'aria-label', 'alt'];

/** The props of an element with its text, and what is read aloud or shown beside it, made visible. */
export function showText<Props>(props: Props): Props {
  if (typeof props !== 'object' || props === null) return props;
  let shown = props;
  for (const name of shownProps) {
    const value: unknown = Reflect.get(props, name);
    const visible = shownOf(value);
    if (visible !== value) shown = { ...shown, [name]: visible };
  }
  return shown;
}

/** The same value where nothing had to change. */
function shownOf(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (!Array.isArray(value) || !value.some((one) => typeof one === 'string' && visibleText(one) !== one)) return value;
  return value.map((one) => (typeof one === 'string' ? visibleText(one) : one));
}
