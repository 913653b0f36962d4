package dev.natstoken.operator.nats.probe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A stream that ends with an error after so many bytes, whatever is read through it. */
final class CountedStream extends FilterInputStream {

  /** Enough to tell an answer in clear from one of TLS. */
  private static final int KEPT = 128;

  private final byte[] kept = new byte[KEPT];
  private int keeping = KEPT;
  private int left;

  CountedStream(InputStream in, int most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (left == 0 && length > 0) {
      throw new IOException("says more than any NATS server would");
    }
    int count = in.read(into, from, Math.min(length, left));
    if (count > 0) {
      left -= count;
      keep(into, from, count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return read(new byte[(int) Math.min(count, 4096)]);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void keep(byte[] read, int from, int count) {
    int now = Math.min(count, KEPT - keeping);
    System.arraycopy(read, from, kept, keeping, now);
    keeping += now;
  }

  void listen() {
    keeping = 0;
  }

  String heard() {
    return new String(Arrays.copyOf(kept, keeping), StandardCharsets.ISO_8859_1);
  }
}
