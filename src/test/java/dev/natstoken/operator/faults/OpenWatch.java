package dev.natstoken.operator.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A watch that passes the proxy, over a WebSocket or as an answer without end. */
final class OpenWatch {

  private static final int BUFFER = 16_384;
  private static final int TEXT_FRAME = 0x81;
  private static final int TWO_MORE_BYTES = 126;

  private final ApiCall call;
  private final Socket client;
  private final Socket server;
  private boolean held;
  private volatile boolean blackHole;

  OpenWatch(ApiCall call, Socket client, Socket server, boolean held) {
    this.call = call;
    this.client = client;
    this.server = server;
    this.held = held;
  }

  ApiCall call() {
    return call;
  }

  /** Until both sides have ended. */
  void run(InputStream fromClient, InputStream fromServer) {
    Thread.ofVirtual().start(() -> pump(fromClient, server, false));
    pump(fromServer, client, true);
  }

  private void pump(InputStream in, Socket to, boolean events) {
    byte[] buffer = new byte[BUFFER];
    try {
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (events) {
          awaitRelease();
        }
        if (!blackHole) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } catch (IOException | InterruptedException e) {
      // One of both went away.
    }
    if (!blackHole || !events) {
      close();
    }
  }

  private synchronized void awaitRelease() throws InterruptedException {
    while (held) {
      wait();
    }
  }

  synchronized void hold(boolean hold) {
    held = hold;
    notifyAll();
  }

  /** Nothing comes through any more, and nobody is told. */
  void swallow() {
    blackHole = true;
    hold(false);
  }

  boolean isSwallowed() {
    return blackHole;
  }

  /** Says, as the first event over a WebSocket, that the version is too old. */
  void expire() throws IOException {
    byte[] text =
        """
        {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},\
        "status":"Failure","message":"too old resource version","reason":"Expired","code":410}}\
        """
            .getBytes(StandardCharsets.UTF_8);
    OutputStream out = client.getOutputStream();
    out.write(
        new byte[] {
          (byte) TEXT_FRAME, TWO_MORE_BYTES, (byte) (text.length >> 8), (byte) text.length
        });
    out.write(text);
    out.flush();
  }

  void close() {
    hold(false);
    try {
      client.close();
      server.close();
    } catch (IOException e) {
      // It is closed then.
    }
  }
}
