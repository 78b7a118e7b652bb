import { App as AntApp } from 'antd';
import { createRoot } from 'react-dom/client';
import { startTexts, type TextLoaders } from '../ui/i18n/i18n.js';
import { ThemeProvider } from '../ui/theme/Theme.js';
import { App } from './App.js';
import './shell/shell.css';

await startTexts(import.meta.glob('./texts/*/*.json') as TextLoaders);
createRoot(document.getElementById('app') as HTMLElement).render(
  <ThemeProvider density="cockpit">
    <AntApp className="app-root"><App /></AntApp>
  </ThemeProvider>,
);
