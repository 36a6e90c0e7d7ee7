import { render } from 'preact';
import { App } from './app.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const place = document.getElementById('console');
if (place !== null) render(<App />, place);
