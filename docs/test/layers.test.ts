/** The drawing of the layers, against the manifests of the packages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scope = '@rfc6455/';

const imports = new Map(
  readdirSync(join(root, 'packages')).map((folder) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
    const names = Object.keys(dependencies).filter((name) => name.startsWith(scope));
    return [folder, names.map((name) => name.slice(scope.length))] as const;
  }),
);

function below(folder: string): string[] {
  return (imports.get(folder) ?? []).flatMap((name) => [name, ...below(name)]);
}

it('has a line for each import that no other import implies', () => {
  const needed = [...imports].flatMap(([folder, names]) => {
    const implied = new Set(names.flatMap(below));
    return names.filter((name) => !implied.has(name)).map((name) => `${folder} ${name}`);
  });
  const page = readFileSync(join(root, 'docs/contributing/layers.md'), 'utf8');
  const drawn = Array.from(page.matchAll(/data-edge="([^"]+)"/g), ([, edge]) => edge);
  expect(drawn.sort()).toEqual(needed.sort());
});
