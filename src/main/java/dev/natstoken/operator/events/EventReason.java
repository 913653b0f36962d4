package dev.natstoken.operator.events;

/**
 * Why an Event is written. Each name is the Event's reason; each sentence is the one of the
 * documentation, whose table is made from here.
 */
public enum EventReason {
  TokenPublished(Type.Normal, "The Secret holds the first token, generated or yours."),
  TokenChanged(
      Type.Normal,
      "The Secret holds a new token; its number and why it changed are in the message."),
  RotationStarted(
      Type.Normal,
      "A [rotation](rotation.md) began: a new token is chosen, and servers go over to it. The"
          + " message says why."),
  OverlapStarted(
      Type.Normal,
      "Both tokens work. The message says until when, and how many clients are connected with the"
          + " former one."),
  RotationFinished(Type.Normal, "Only the new token works from now on."),
  RotationWithdrawn(Type.Normal, "A rotation was called off before its token was published."),
  RotationImpossible(
      Type.Warning,
      "The annotation `natstoken.dev/rotate` asked for a new token, but the token is yours"
          + " (`spec.token.existingSecret`)."),
  LookalikeIgnored(
      Type.Warning,
      "Objects carry the labels of the resource's own, but neither its owner reference nor a name of"
          + " theirs; or pods carry those by which the StatefulSet of `spec.serverRef` selects, and it"
          + " does not control them. Nothing is read of them, and no server among them gets a token."
          + " The message names up to three, at most once in ten minutes."),
  ChangedByOthers(
      Type.Warning,
      "Something changes fields of an object of the resource at each write of the operator, such as"
          + " an admission webhook, or takes each write back. The message names the object, the"
          + " fields and what to do, at most once in ten minutes. The operator leaves the first as"
          + " it is and does the second more and more rarely, at last once in a minute."),
  StandingBack(
      Type.Warning,
      "Another installation of the operator looks after this namespace; the one that writes this"
          + " changes nothing, and goes on when the other is gone."),
  FormerTokenAccepted(
      Type.Warning,
      "`FormerTokenAccepted` became `True`: servers let in a token that should not work any more."
          + " The message says which and since when."),
  FormerTokenRefused(
      Type.Normal, "`FormerTokenAccepted` went: no server lets in the former token any more."),
  RolloutStarted(Type.Normal, "The servers have a new configuration to run, at first or later."),
  Ready(Type.Normal, "`Ready` became `True`."),
  Stalled(Type.Warning, "`Stalled` became `True`, or its message changed.");

  private enum Type {
    Normal,
    Warning
  }

  private final Type type;
  private final String meaning;

  EventReason(Type type, String meaning) {
    this.type = type;
    this.meaning = meaning;
  }

  /** Normal or Warning. */
  public String type() {
    return type.name();
  }

  /** When it is written, in Markdown. */
  public String meaning() {
    return meaning;
  }
}
