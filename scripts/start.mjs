// npm start: build what changed, then run the server in this very process, so that signals reach it.
import { build } from './build.mjs';

build();
await import('../dist/src/main.js');
