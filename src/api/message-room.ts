/** Memory for the messages that are being read at one time. */
export class MessageRoom {
  private used = 0;

  constructor(private readonly maximumBytes: number) {}

  /** False when there is none left. */
  take(bytes: number): boolean {
    if (this.used + bytes > this.maximumBytes) return false;
    this.used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.used -= bytes;
  }
}
