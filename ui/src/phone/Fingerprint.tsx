/** A certificate's fingerprint, to be compared: no line breaks within a byte, and none begins with a colon. */
export function Fingerprint({ bytes }: { bytes: string }) {
  return <code class="fingerprint">{bytes.split(":").map((byte, i) => (i ? [":", <wbr key={i} />, byte] : byte))}</code>;
}
