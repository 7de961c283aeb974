/** What a request says about its sender, before it is believed. */
export interface Claim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  /** ISO 8601 in UTC with seconds, as sent. */
  readonly timestamp: string;
  readonly nonce: string;
  /** What was to be signed; told to who signed something else, so that the difference can be seen. */
  readonly stringToSign: string;
  /** Whether the signature is the one that this secret makes. */
  readonly isSignedWith: (secret: string) => boolean;
}
