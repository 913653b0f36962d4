package dev.natstoken.operator.outcome;

/**
 * What the documentation says of a problem, in Markdown.
 *
 * @param meaning what is wrong
 * @param remedy what to do
 * @param look where to look further; its examples speak of a namespace {@code shop}
 */
public record Advice(String meaning, String remedy, String look) {}
