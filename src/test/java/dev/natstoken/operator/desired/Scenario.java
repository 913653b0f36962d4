package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.AllowedNamespaces;
import dev.natstoken.operator.api.NetworkPolicySpec;
import dev.natstoken.operator.api.ServiceSpec;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.PublishedServers;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the builders are given for one resource. */
record Scenario(
    ServerSet set,
    TokenState state,
    boolean retain,
    String natsConf,
    Routes routes,
    ServiceSpec service,
    NetworkPolicySpec access) {

  private static final String AUTHORITY =
      "-----BEGIN CERTIFICATE-----\nanything\n-----END CERTIFICATE-----\n";

  private static final OperatorPods OPERATOR =
      new OperatorPods("ops", Map.of("app.kubernetes.io/name", "nats-token-operator"));

  Token token() {
    return state.published();
  }

  Scenario during(int partition, TokenState other) {
    return new Scenario(
        set.shaped(new ServerSet.Size(set.size().replicas(), partition)),
        other,
        retain,
        natsConf,
        routes,
        service,
        access);
  }

  Scenario with(ServiceSpec other) {
    return new Scenario(set, state, retain, natsConf, routes, other, access);
  }

  Scenario with(List<Listener> listeners) {
    return with(listeners, set.features().exporter());
  }

  Scenario with(List<Listener> listeners, Optional<ServerSet.Exporter> exporter) {
    return with(new ServerSet.Features(listeners, exporter, set.features().jetstream()));
  }

  Scenario with(JetStream jetstream) {
    return with(
        new ServerSet.Features(
            set.features().listeners(), set.features().exporter(), Optional.of(jetstream)));
  }

  private Scenario with(ServerSet.Features features) {
    return with(
        new ServerSet(
            set.owner(), set.size(), set.image(), set.configuration(), set.pod(), features));
  }

  Scenario withCommonLabels(Map<String, String> labels) {
    Owner owner = new Owner(set.owner().namespace(), set.owner().name(), set.owner().uid(), labels);
    return with(
        new ServerSet(
            owner, set.size(), set.image(), set.configuration(), set.pod(), set.features()));
  }

  Scenario withTls(List<MountedCertificate> certificates) {
    ServerSet.Configuration configuration =
        new ServerSet.Configuration(
            set.configuration().digest(),
            set.configuration().routesFile(),
            set.configuration().lameDuckSeconds(),
            certificates,
            false);
    return with(
        new ServerSet(
            set.owner(), set.size(), set.image(), configuration, set.pod(), set.features()));
  }

  private Scenario with(ServerSet other) {
    return new Scenario(other, state, retain, natsConf, routes, service, access);
  }

  Scenario with(NetworkPolicySpec other) {
    return new Scenario(set, state, retain, natsConf, routes, service, other);
  }

  private ClientAccess clientAccess() {
    boolean tls = !set.configuration().certificates().isEmpty();
    return new ClientAccess(
        tls, service.externalAddress(), tls ? Optional.of(AUTHORITY) : Optional.empty());
  }

  List<HasMetadata> objects() {
    Owner owner = set.owner();
    return List.of(
        TokenSecret.desired(
            owner,
            PublishedServers.of(state, set.size().replicas(), set.size().replicas()),
            state,
            retain,
            clientAccess()),
        RoutesSecret.desired(owner, routes),
        ConfigurationMap.desired(owner, natsConf, set.configuration().digest(), 1),
        ClientService.desired(set, service),
        HeadlessService.desired(set),
        ServersStatefulSet.desired(set),
        DisruptionBudget.desired(set),
        ServersNetworkPolicy.desired(set, access, AllowedNamespaces.NONE, OPERATOR));
  }
}
