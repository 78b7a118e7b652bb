import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

/** How many orders in each state; the table beside it says the same in figures. */
export default function StateChart({ data, label }: { data: { name: string; orders: number }[]; label: string }) {
  return (
    <div className="chart" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" tick={{ fill: 'var(--text-soft)', fontSize: 12 }} stroke="var(--line)" />
          <YAxis allowDecimals={false} width={40} tick={{ fill: 'var(--text-soft)', fontSize: 12 }} stroke="var(--line)" />
          <Tooltip cursor={{ fill: 'var(--sunken)' }} contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 6 }} labelStyle={{ color: 'var(--text)' }} itemStyle={{ color: 'var(--text)' }} />
          <Bar dataKey="orders" name={label} fill="var(--accent)" radius={[3, 3, 0, 0]} maxBarSize={64} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
