/** Where the sources of the project can be read. */
import manifest from '../../../packages/frame/package.json' with { type: 'json' };

/** The address of the repository, without a slash at the end. */
export const repository: string = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** The address of a file, or of one of its lines. */
export function sourceUrl(file: string, line?: number): string {
  return `${repository}/blob/main/${file}${line === undefined ? '' : `#L${line}`}`;
}
