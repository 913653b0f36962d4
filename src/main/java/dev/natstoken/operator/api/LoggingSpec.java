package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the servers log. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoggingSpec(
    @JsonPropertyDescription("Log debug messages, false by default.") Boolean debug,
    @JsonPropertyDescription(
            "Log every protocol message, false by default; payload subjects become visible.")
        Boolean trace) {

  static final LoggingSpec EMPTY = new LoggingSpec(null, null);

  @JsonIgnore
  public boolean isDebug() {
    return Boolean.TRUE.equals(debug);
  }

  @JsonIgnore
  public boolean isTrace() {
    return Boolean.TRUE.equals(trace);
  }
}
