// Imports (S-9, D-30): all of them with a place to drop a file, or one of them; /imports and /imports/<id>.
import { Navigate, useParams } from 'react-router';
import { ImportList } from './ImportList.js';
import { OneImport } from './OneImport.js';
import './imports.css';

export default function ImportsPage() {
  const { '*': path = '' } = useParams();
  if (path === '') return <ImportList />;
  return /^[1-9]\d{0,9}$/.test(path) ? <OneImport key={path} id={Number(path)} /> : <Navigate to="/imports" replace />;
}
