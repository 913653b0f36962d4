package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.reconciler.Tenant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private final Background background = new Background(2);

  @Test
  void workThatHangsHoldsUpItsOwnTenantOnly() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch own = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      Tenant.run(
          "shop",
          () ->
              background.execute(() -> {
                begun.countDown();
                await(hanging);
              }));
    }
    assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
    Tenant.run("shop", () -> background.execute(own::countDown));
    Tenant.run("bank", () -> background.execute(others::countDown));
    assertThat(others.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(own.getCount()).isEqualTo(1);
    hanging.countDown();
    assertThat(own.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void workThatWorkBeginsIsOfTheSameTenant() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Tenant.run(
        "shop",
        () ->
            background.execute(() ->
                background.execute(() -> {
                  if (Tenant.current().equals("shop")) {
                    done.countDown();
                  }
                })));
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
