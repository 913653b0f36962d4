package dev.natstoken.operator.nats.config;

/** The ports on which our servers listen, each of them for one kind of peer. */
public final class NatsPorts {

  public static final int CLIENTS = 4222;
  public static final int ROUTES = 6222;
  public static final int MONITOR = 8222;
  public static final int WEBSOCKET = 8080;
  public static final int MQTT = 1883;
  public static final int LEAF_NODES = 7422;

  private NatsPorts() {}
}
