'use client';

import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { useRouter, useSearchParams } from 'next/navigation';
import { useId, useRef } from 'react';
import { ReferenceArea, ReferenceLine } from 'recharts';
import { carryAsOf } from '@/components/ui/carry-as-of';
import { DayTooltip } from './day-tooltip';
import type { DriftPoint } from './drift-chart';
import styles from './drift-over-time.module.css';

const series = [
  { name: 'cloud', color: 'var(--warn-f)' },
  { name: 'code', color: 'var(--change-f)' },
];

/** A bar for each midnight, hatched where none was counted, and the plumb line through the last. A click goes to that day. */
export function DriftBars({ points }: { points: readonly DriftPoint[] }) {
  const router = useRouter();
  const asOf = useSearchParams().get('asOf');
  const hatch = useId();
  const pointer = useRef('mouse');
  const last = points.length - 1;
  const labelOf = new Map(points.map(({ slot, label }) => [slot, label]));
  const open = (index: unknown) => {
    const point = index === null || index === undefined ? undefined : points[Number(index)];
    // A finger has not seen the figure yet: it gets the tooltip, and the table has the links.
    if (point && pointer.current !== 'touch') router.push(carryAsOf(point.href, asOf));
  };
  return (
    <BarChart
      className={styles.bars}
      h="100%"
      data={[...points]}
      dataKey="slot"
      series={series}
      type="stacked"
      withLegend={false}
      accessibilityLayer={false}
      strokeDasharray="0"
      gridColor="var(--line)"
      textColor="var(--text-3)"
      cursorFill="var(--bg-inset)"
      onPointerDown={(event) => {
        pointer.current = event.pointerType;
      }}
      barChartProps={{
        barCategoryGap: '16%',
        margin: { top: 8, right: 0, bottom: 0, left: 0 },
        onClick: (state) => open(state.activeTooltipIndex),
      }}
      yAxisProps={{ allowDecimals: false, width: 26, tickCount: 4, tickLine: false, tick: { fontSize: 11, dx: -2 } }}
      xAxisProps={{
        height: 24,
        ticks: points.filter((_, i) => i === last || (i % 15 === 0 && i < last - 7)).map(({ slot }) => slot),
        tick: ({ x, y, payload }) => (
          <SlotTick
            x={Number(x)}
            y={Number(y)}
            label={labelOf.get(payload.value) ?? ''}
            now={payload.value === points[last]?.slot}
          />
        ),
        minTickGap: 16,
      }}
      tooltipProps={{
        filterNull: false,
        content: ({ active, payload }) =>
          active && payload?.[0] ? <DayTooltip point={payload[0].payload as DriftPoint} /> : null,
        cursor: { fill: 'var(--bg-inset)', strokeWidth: 0 },
      }}
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className={styles.hatch} x1="0" x2="0" y1="0" y2="5" />
        </pattern>
      </defs>
      {holesOf(points).map(([from, to]) => (
        <ReferenceArea key={from} x1={from} x2={to} fill={`url(#${hatch})`} fillOpacity={1} stroke="none" />
      ))}
      <ReferenceLine x={points[last]?.slot ?? ''} shape={Plumb} />
    </BarChart>
  );
}

/** From–to of each stretch of days that were not counted. */
function holesOf(points: readonly DriftPoint[]): [from: string, to: string][] {
  const holes: [string, string][] = [];
  points.forEach(({ slot, open }, i) => {
    const hole = holes.at(-1);
    if (open !== null) return;
    if (hole && points[i - 1]?.open === null) hole[1] = slot;
    else holes.push([slot, slot]);
  });
  return holes;
}

function SlotTick({ x, y, label, now }: { x: number; y: number; label: string; now: boolean }) {
  return (
    <text
      className={styles.tick}
      data-now={now || undefined}
      x={now ? x - 8 : x}
      y={y + 11}
      textAnchor={now ? 'end' : 'middle'}
    >
      {label}
    </text>
  );
}

function Plumb({ x1 = 0, y1 = 0, y2 = 0 }: { x1?: number | string; y1?: number | string; y2?: number | string }) {
  const [x, top, foot] = [Number(x1), Math.min(Number(y1), Number(y2)), Math.max(Number(y1), Number(y2))];
  return (
    <g className={styles.plumb}>
      <line x1={x} x2={x} y1={top - 8} y2={foot + 6} />
      <path d={`M${x - 4} ${foot + 5}h8l-4 9z`} />
    </g>
  );
}
