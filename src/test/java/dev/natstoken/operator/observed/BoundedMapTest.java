package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedMapTest {

  private static final int MOST = 100;

  @Test
  void whatWasNotAskedForLongestIsForgottenFirst() {
    BoundedMap<Integer, String> map = new BoundedMap<>(MOST);
    for (int i = 0; i < MOST; i++) {
      map.put(i, "value");
    }
    assertThat(map.get(0)).contains("value");
    map.put(MOST, "value");
    assertThat(map.get(0)).contains("value");
    assertThat(map.get(1)).isEmpty();
    assertThat(map.get(MOST)).contains("value");
  }
}
