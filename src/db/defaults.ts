/** What holds for the whole installation and domain functions need to know. */
export interface Defaults {
  /** Where a phone number without country code belongs, ISO 3166. */
  readonly phoneCountry: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA name; Europe/Moscow if not said. */
  readonly timeZone?: string;
}
