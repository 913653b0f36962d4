package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus that reads one port of this machine as that of the operator's pod, every second. */
final class TestPrometheus implements AutoCloseable {

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestPrometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static TestPrometheus reading(int target, Path folder) throws IOException {
    int port = freePort();
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            scrape_configs:
              - job_name: operator
                static_configs:
                  - targets: ["127.0.0.1:%d"]
                    labels: {namespace: nats, pod: nats-token-operator-0}
            """
                .formatted(target));
    Process process =
        new ProcessBuilder(
                System.getProperty("tools.bin") + "/prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new TestPrometheus(process, port);
  }

  /** What it answers to a query of a dashboard; nothing while it starts. */
  List<Double> values(String query) throws InterruptedException {
    String asked =
        query
            .replace("$namespace", "nats")
            .replace("$pod", ".*")
            .replace("$resource_namespace", ".*")
            .replace("$resource", ".*");
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(asked, StandardCharsets.UTF_8)));
    List<Double> values = new ArrayList<>();
    try {
      var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      JsonNode result = new ObjectMapper().readTree(answer.body()).at("/data/result");
      result.forEach(series -> values.add(Double.valueOf(series.at("/value/1").asText())));
    } catch (IOException e) {
      // It does not listen yet; whoever waits asks again.
    }
    return values.stream().filter(value -> !value.isNaN()).toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    http.close();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    process.waitFor();
  }
}
