import { formatNumber } from './format-number';

/** A count. Zero is quiet. */
export function Num({ value }: { value: number | bigint }) {
  const text = formatNumber(value);
  return Number(value) === 0 ? <span className="t3">{text}</span> : text;
}
