// Rosters from a spreadsheet (D-30): where a file comes in, every import so far, and one from its columns to its undo.
import { Navigate, Route, Routes, useParams } from 'react-router';
import { useSession } from '../session.js';
import { ImportList } from './ImportList.js';
import { OneImport } from './OneImport.js';
import './imports.css';

export default function ImportsPage() {
  const { can } = useSession();
  if (!can('right.employees')) return <Navigate to="/people" replace />;
  return (
    <Routes>
      <Route index element={<ImportList />} />
      <Route path=":id" element={<Numbered />} />
    </Routes>
  );
}

function Numbered() {
  const id = Number(useParams().id);
  return Number.isInteger(id) && id > 0 ? <OneImport key={id} id={id} /> : <Navigate to="/people/imports" replace />;
}
