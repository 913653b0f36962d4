package dev.natstoken.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What promtool is to test: each alert once with series that make it fire, once with others. */
final class PromtoolTests {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESOURCE = "resource_namespace=\"shop\",resource=\"orders\"";

  private PromtoolTests() {}

  /**
   * A file of tests.
   *
   * @param rules name of the file with the alerts
   * @param pods labels of the operator's pod
   */
  static JsonNode of(String rules, JsonNode cases, String pods) {
    ObjectNode file = JSON.createObjectNode().put("evaluation_interval", "1m");
    file.putArray("rule_files").add(rules);
    ArrayNode tests = file.putArray("tests");
    cases
        .properties()
        .forEach(alert ->
            List.of("fires", "quiet")
                .forEach(end -> {
                  ObjectNode test = tests.addObject().put("interval", "1m");
                  test.put("name", alert.getKey() + " " + end);
                  series(test.putArray("input_series"), alert.getValue().path(end), pods);
                  ObjectNode expected =
                      test.putArray("promql_expr_test").addObject().put("eval_time", "2h");
                  expected.put(
                      "expr",
                      "count(ALERTS{alertname=\"%s\",alertstate=\"firing\"})"
                          .formatted(alert.getKey()));
                  ArrayNode samples = expected.putArray("exp_samples");
                  if (end.equals("fires")) {
                    samples.addObject().put("labels", "{}").put("value", 1);
                  }
                }));
    return file;
  }

  private static void series(ArrayNode input, JsonNode values, String pods) {
    values
        .properties()
        .forEach(series ->
            input
                .addObject()
                .put("series", series.getKey().replace("$PODS", pods).replace("$WHO", RESOURCE))
                .put("values", series.getValue().asText()));
  }
}
