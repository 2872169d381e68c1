// A row of days as one line, the last with a dot; the number beside it says what counts, so it is drawn for eyes alone.
import type { ReactNode } from 'react';

const [WIDTH, HEIGHT, EDGE] = [72, 24, 3];

/** Days that are all alike say nothing. */
export function Spark({ values }: { values: number[] }): ReactNode {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length < 3 || low === high) return null;
  const x = (at: number): number => EDGE + (at * (WIDTH - 2 * EDGE)) / (values.length - 1);
  const y = (value: number): number => HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / (high - low);
  const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={x(values.length - 1)} cy={y(values.at(-1) ?? 0)} r="2.5" fill="currentColor" />
    </svg>
  );
}
