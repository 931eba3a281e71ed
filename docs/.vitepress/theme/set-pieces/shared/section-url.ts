/** Where a section of RFC 6455 can be read. */
export function sectionUrl(section: string): string {
  return `https://www.rfc-editor.org/rfc/rfc6455#section-${section}`;
}
