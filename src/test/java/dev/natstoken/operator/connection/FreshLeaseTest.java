package dev.natstoken.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.config.OperatorConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshLeaseTest {

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/nats/leases";
  private static final String LEASE = LEASES + "/nats-token-operator";
  private static final String SECRET = "/api/v1/namespaces/shop/secrets/orders-nats-token";

  private Instant wall = Instant.EPOCH;
  private long nanos;
  private FreshLease lease = lease("true");

  @Test
  void nothingIsWrittenBeforeTheLeaseIsHeld() {
    assertRefused("The lease is not held");
    answer("GET", LEASE, 404);
    answer("POST", LEASES, 201);
    assertWrites();
  }

  @Test
  void aLeaseThatAnotherHoldsIsReadInVain() {
    answer("GET", LEASE, 200);
    answer("PATCH", LEASE, 409);
    assertRefused("The lease is not held");
  }

  @Test
  void theLeaseOfAnotherPurposeInTheSameNamespaceIsNone() {
    answer("GET", LEASE, 200);
    answer("POST", LEASES, 201);
    assertRefused("The lease is not held");
  }

  @Test
  void aRenewalLastsForTenSeconds() {
    renew();
    pass(Duration.ofMillis(9_999));
    assertWrites();
    pass(Duration.ofMillis(1));
    assertRefused("The lease was not renewed for PT10S");
    renew();
    assertWrites();
  }

  @Test
  void itCountsFromItsBeginning() {
    assertThat(lease.refusal(request("GET", LEASE))).isEmpty();
    pass(Duration.ofSeconds(4));
    assertThat(lease.refusal(request("GET", LEASE))).as("a second try").isEmpty();
    lease.answered(request("GET", LEASE), 200);
    pass(Duration.ofSeconds(4));
    answer("PATCH", LEASE, 200);
    pass(Duration.ofSeconds(1));
    assertWrites();
    pass(Duration.ofSeconds(1));
    assertRefused("PT10S");
  }

  @Test
  void longWaitingForTheLeaseDoesNotMakeItOld() {
    answer("GET", LEASE, 200);
    pass(Duration.ofHours(1));
    renew();
    assertWrites();
  }

  @ParameterizedTest
  @CsvSource({"60,0", "0,60", "-60,60", "60,1"})
  void theClockCountsThatSaysMore(long byTheWall, long byTheMachine) {
    renew();
    wall = wall.plusSeconds(byTheWall);
    nanos += Duration.ofSeconds(byTheMachine).toNanos();
    assertRefused("The lease was not renewed for PT1M");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/namespaces/shop/secrets/orders-nats-token",
    "POST,/apis/events.k8s.io/v1/namespaces/shop/events",
    "POST,/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    "PATCH,/apis/coordination.k8s.io/v1/namespaces/nats/leases/nats-token-operator",
  })
  void someRequestsNeedNone(String method, String path) {
    assertThat(lease.refusal(request(method, path))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "PATCH", "DELETE"})
  void eachWayToWriteNeedsOne(String method) {
    assertThat(lease.refusal(request(method, SECRET))).isPresent();
  }

  @Test
  void whoGaveItUpWritesNothingMore() {
    renew();
    lease.giveUp();
    renew();
    assertRefused("The lease was given up");
  }

  @Test
  void withoutLeaderElectionAllIsWritten() {
    lease = lease("false");
    assertWrites();
  }

  private FreshLease lease(String leaderElection) {
    OperatorConfig config =
        OperatorConfig.from(
            Map.of("OPERATOR_NAMESPACE", "nats", "OPERATOR_LEADER_ELECTION", leaderElection));
    return FreshLease.of(config, () -> wall, () -> nanos);
  }

  private void renew() {
    answer("GET", LEASE, 200);
    answer("PATCH", LEASE, 200);
  }

  private void answer(String method, String path, int status) {
    assertThat(lease.refusal(request(method, path))).isEmpty();
    lease.answered(request(method, path), status);
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  private void assertWrites() {
    assertThat(lease.refusal(request("PATCH", SECRET))).isEmpty();
  }

  private void assertRefused(String why) {
    Optional<String> refusal = lease.refusal(request("PATCH", SECRET));
    assertThat(refusal).get().asString().contains(why);
  }

  private static HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("https://10.0.0.1" + path + "?fieldManager=x"))
        .method(method, BodyPublishers.noBody())
        .build();
  }
}
