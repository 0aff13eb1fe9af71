import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadMap } from './shell/Shell.tsx';
import './style.css';

void loadMap();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
