package dev.natstoken.operator.nats.probe;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer in chunks (RFC 9112, 7.1), out of a stream that has its own limits. */
final class ChunkedStream extends InputStream {

  private static final int LONGEST_LINE = 1024;

  private final InputStream in;
  private final ServerLines lines;
  private int left;
  private boolean started;
  private boolean ended;

  ChunkedStream(InputStream in) {
    this.in = in;
    this.lines = new ServerLines(in, LONGEST_LINE);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      begin();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(into, from, Math.min(length, left));
    if (count < 0) {
      throw new IOException("no whole chunk");
    }
    left -= count;
    return count;
  }

  private void begin() throws IOException {
    if (started && !"".equals(lines.next())) {
      throw new IOException("no end of a chunk");
    }
    started = true;
    String size = lines.next();
    if (size == null || !size.matches("[0-9A-Fa-f]{1,7}\\s*(;.*)?")) {
      throw new IOException("no size of a chunk");
    }
    left = Integer.parseInt(size.replaceFirst("[\\s;].*", ""), 16);
    ended = left == 0;
  }
}
