/** What is said of a few bytes of the connection. */
export interface Annotation {
  /** Where they stand in their part. */
  readonly start: number;
  readonly end: number;
  /** The class that colours them. */
  readonly group: string;
  readonly name: string;
  readonly what: string;
  readonly sections: readonly string[];
  /** What could stand in their place: {@link whatIf} tells what would become of it. */
  readonly wrong: Uint8Array;
}
