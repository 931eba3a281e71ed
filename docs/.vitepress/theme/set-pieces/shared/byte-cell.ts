/** A byte as it is shown in a strip. */
export interface ByteCell {
  /** The position that is selected with it. */
  readonly at: number;
  readonly byte: number;
  /** The class that colours it. */
  readonly group: string;
  /** What stands below the digits. */
  readonly below?: string | undefined;
  /** What it is, in a few words. */
  readonly label: string;
  readonly mark?: 'violation' | 'unread' | undefined;
}
