// A chart beside its table. The table has everything that the chart has, so readers of screens are given the table only.
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

export interface Series {
  key: string;
  label: string;
  /** A token of the theme, without dashes before it. */
  colour: 'accent' | 'cannot' | 'look' | 'fine' | 'text-soft';
}

interface Props {
  label: string;
  data: readonly Record<string, string | number>[];
  series: readonly Series[];
  /** Values in words: sums, counts. */
  format(value: number): string;
  /** Long names at the left, bars to the right. */
  sideways?: boolean;
  stacked?: boolean;
}

const HEIGHT = 240;
const ROW = 26;
const NAME_LETTERS = 28;
const short = (name: string) => (name.length > NAME_LETTERS ? `${name.slice(0, NAME_LETTERS - 1)}…` : name);
const text = { fill: 'var(--text-soft)', fontSize: 12 };

export default function Chart({ label, data, series, format, sideways = false, stacked = false }: Props) {
  const { i18n } = useTranslation();
  const compact = new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 });
  const value = { type: 'number' as const, tick: text, tickFormatter: (amount: number) => compact.format(amount), stroke: 'var(--line)', allowDecimals: false };
  const name = { type: 'category' as const, dataKey: 'name', tick: text, stroke: 'var(--line)' };
  return (
    <figure className="chart" aria-hidden="true" data-chart={label}>
      <ResponsiveContainer width="100%" height={sideways ? data.length * ROW + 40 : HEIGHT}>
        <BarChart data={[...data]} layout={sideways ? 'vertical' : 'horizontal'} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false} barCategoryGap="20%">
          <CartesianGrid stroke="var(--line)" strokeDasharray="2 4" vertical={sideways} horizontal={!sideways} />
          {sideways ? <><XAxis {...value} /><YAxis {...name} width={200} tickFormatter={short} interval={0} /></> : <><XAxis {...name} minTickGap={8} /><YAxis {...value} width={64} /></>}
          <Tooltip cursor={{ fill: 'var(--sunken)' }} contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 6, color: 'var(--text)' }} formatter={(amount) => format(Number(amount))} />
          {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} formatter={(title) => <span className="soft">{title}</span>} />}
          {series.map(({ key, label: title, colour }) => (
            <Bar key={key} dataKey={key} name={title} fill={`var(--${colour})`} {...(stacked && { stackId: 'all' })} maxBarSize={48} radius={stacked ? 0 : 3} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}
