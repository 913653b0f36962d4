package dev.natstoken.operator.desired;

import java.util.Map;

/** Where the pods of the operator itself are, and the labels by which they are known. */
public record OperatorPods(String namespace, Map<String, String> labels) {}
