import { readFileSync } from 'node:fs';
import { expect } from 'chai';

describe('Types of the screens', () => {
  it('are checked for all of them: what the server leaves out is not left out here, too', () => {
    const { include, exclude } = JSON.parse(readFileSync('tsconfig.ui.json', 'utf8')) as { include: string[]; exclude?: string[] };
    expect(include).to.include.members(['src/ui', 'src/dispatcher-app', 'client-cabinet']);
    // An exclusion is inherited unless there is another one.
    expect(exclude).to.deep.equal([]);
  });
});
