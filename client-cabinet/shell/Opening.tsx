/** Grey lines, shown after 300 ms only. */
export function Opening() {
  return <div className="page late" aria-busy="true">{['40%', '90%', '65%', '80%'].map((width) => <div key={width} className="skeleton" style={{ width }} />)}</div>;
}
