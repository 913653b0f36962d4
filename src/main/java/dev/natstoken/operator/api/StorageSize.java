package dev.natstoken.operator.api;

import io.fabric8.kubernetes.api.model.Quantity;

/** An amount of storage, such as 512Mi, 10Gi or 1T. */
public final class StorageSize {

  static final String PATTERN = "^[1-9][0-9]{0,5}(Mi|Gi|Ti|M|G|T)$";

  private StorageSize() {}

  public static long bytes(String size) {
    return new Quantity(size).getNumericalAmount().longValueExact();
  }
}
