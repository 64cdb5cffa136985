'use client';

import '@mantine/dates/styles.layer.css';
import { Button, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useEffect, useRef, useState } from 'react';
import styles from './asof-panel.module.css';

type AsOfPanelProps = { asOf: Date | null; now: Date; choose: (to: Date | null) => void };

const calendarWords = {
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  monthLevelControl: 'Choose the month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  yearLevelControl: 'Choose the year',
  previousDecade: 'Previous decade',
  nextDecade: 'Next decade',
};
const day = 24 * 60 * 60 * 1000;
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** The last instant of the quarter before the one that `now` is in. */
function endOfQuarter(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3, 1) - 1000);
}

/** A calendar, a time and a few moments that are often asked for; all in UTC. */
export function AsOfPanel({ asOf, now, choose }: AsOfPanelProps) {
  const [date, setDate] = useState(dayOf(asOf ?? now));
  const [time, setTime] = useState((asOf ?? now).toISOString().slice(11, 16));
  const picks: readonly [string, Date][] = [
    ['Yesterday', new Date(now.getTime() - day)],
    ['A week ago', new Date(now.getTime() - 7 * day)],
    ['45 days ago', new Date(now.getTime() - 45 * day)],
    ['End of last quarter', endOfQuarter(now)],
  ];
  // The panel arrives after the popover has looked for something to focus.
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const chosen = new Date(`${date}T${time}:00Z`);
  return (
    <div className={styles.panel}>
      <div className={styles.picks}>
        <button type="button" ref={first} onClick={() => choose(null)} data-current={asOf === null || undefined}>
          Now
        </button>
        {picks.map(([word, at]) => (
          <button type="button" key={word} onClick={() => choose(at)}>
            {word}
          </button>
        ))}
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!Number.isNaN(chosen.getTime())) choose(chosen);
        }}
      >
        <DatePicker
          value={date}
          onChange={(value) => value && setDate(value)}
          maxDate={dayOf(now)}
          firstDayOfWeek={1}
          size="xs"
          hideOutsideDates
          ariaLabels={calendarWords}
          defaultDate={date}
        />
        <div className={styles.foot}>
          <TextInput
            inputMode="numeric"
            pattern="([01][0-9]|2[0-3]):[0-5][0-9]"
            w={96}
            withAsterisk={false}
            label="Time, UTC"
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
            required
          />
          <Button type="submit" variant="filled" disabled={chosen > now}>
            Show
          </Button>
        </div>
      </form>
    </div>
  );
}
