package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What the servers log. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoggingSpec(
    @JsonPropertyDescription("Log debug messages, false by default.") Boolean debug,
    @JsonPropertyDescription(
            "Log every protocol message, false by default. Subjects and payloads then stand in the"
                + " log; tokens do not.")
        Boolean trace,
    @JsonPropertyDescription(
            "Trace also what the system account exchanges (trace_verbose), false by default. Includes"
                + " trace.")
        Boolean traceVerbose,
    @JsonPropertyDescription("Whether log lines begin with the time (logtime), true by default.")
        Boolean logtime,
    @Min(1)
        @Max(1048576)
        @JsonPropertyDescription(
            "Bytes of a payload after which its trace is cut off (max_traced_msg_len): 1 to 1 MiB,"
                + " all of it if absent. It means something only with trace.")
        Integer maxTracedMessageLength) {

  static final LoggingSpec EMPTY = new LoggingSpec(null, null, null, null, null);

  public boolean debugOrDefault() {
    return Boolean.TRUE.equals(debug);
  }

  public boolean traceOrDefault() {
    return Boolean.TRUE.equals(trace);
  }

  public boolean traceVerboseOrDefault() {
    return Boolean.TRUE.equals(traceVerbose);
  }

  public boolean logtimeOrDefault() {
    return !Boolean.FALSE.equals(logtime);
  }
}
