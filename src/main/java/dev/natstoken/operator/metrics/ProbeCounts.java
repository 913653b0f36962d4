package dev.natstoken.operator.metrics;

import dev.natstoken.operator.outcome.Proof;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How often servers were asked, by what came of it; each kind of answer is there from the start.
 */
public final class ProbeCounts {

  private final Map<Class<?>, Counter> byAnswer;

  public ProbeCounts(MeterRegistry registry) {
    byAnswer =
        Arrays.stream(Proof.class.getPermittedSubclasses())
            .filter(answer -> answer != Proof.Pending.class)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), a -> counter(a, registry)));
  }

  public void count(Proof answer) {
    Counter counter = byAnswer.get(answer.getClass());
    if (counter != null) {
      counter.increment();
    }
  }

  private static Counter counter(Class<?> answer, MeterRegistry registry) {
    return Counter.builder(Metric.PROBES.title())
        .description(Metric.PROBES.help())
        .tag(Metric.PROBES.labels().getFirst(), answer.getSimpleName())
        .register(registry);
  }
}
