import { createRoot } from 'react-dom/client';
import { signRequestsFor } from '../src/ui/api/http.js';
import { startTexts, type TextLoaders } from '../src/ui/i18n/i18n.js';
import { ThemeProvider } from '../src/ui/theme/Theme.js';
import { App } from './App.js';
import './shell/shell.css';

signRequestsFor('cabinet');
// The server's errors and the settings are called as on the dispatcher's screen.
await startTexts({ ...import.meta.glob('./texts/*/*.json'), ...import.meta.glob('../src/dispatcher-app/texts/*/{errors,settings,reasons}.json') } as TextLoaders);
createRoot(document.getElementById('app') as HTMLElement).render(
  <ThemeProvider density="letter">
    <App />
  </ThemeProvider>,
);
