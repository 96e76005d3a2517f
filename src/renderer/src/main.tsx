import './bridge/configure-zod.ts';

import { createRoot } from 'react-dom/client';
import '@blueprintjs/core/lib/css/blueprint.css';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/contrast.css';
import { App } from './app/App.tsx';
import { OutsideShell } from './app/OutsideShell.tsx';
import { findTransport } from './bridge/transport.ts';

const root = createRoot(document.getElementById('root') ?? document.body);
try {
  root.render(<App transport={findTransport()} />);
} catch (error) {
  root.render(<OutsideShell error={error} />);
}
