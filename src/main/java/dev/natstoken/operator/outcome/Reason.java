package dev.natstoken.operator.outcome;

import static dev.natstoken.operator.outcome.ConditionState.FORMER_TOKEN;
import static dev.natstoken.operator.outcome.ConditionState.PAUSED;
import static dev.natstoken.operator.outcome.ConditionState.READY_FALSE;
import static dev.natstoken.operator.outcome.ConditionState.READY_TRUE;
import static dev.natstoken.operator.outcome.ConditionState.READY_UNKNOWN;
import static dev.natstoken.operator.outcome.ConditionState.RECONCILING;
import static dev.natstoken.operator.outcome.ConditionState.VERIFIED_FALSE;
import static dev.natstoken.operator.outcome.ConditionState.VERIFIED_TRUE;
import static dev.natstoken.operator.outcome.ConditionState.VERIFIED_UNKNOWN;
import static dev.natstoken.operator.outcome.Meanings.inRotation;
import static dev.natstoken.operator.outcome.Meanings.on;
import static dev.natstoken.operator.outcome.Meanings.stalled;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * Why a condition stands as it does. Each name is the reason that the condition shows; each
 * sentence is the one of the documentation, whose tables are made from here.
 */
@SuppressWarnings("ImmutableEnumChecker") // Nothing is put into the maps after the constructor.
public enum Reason {
  Serving(
      on(
          READY_TRUE,
          "All wanted servers are ready on the newest configuration, and are proved (or cannot be"
              + " asked for a proof, see `Verified`; with `spec.requireProof` that is not enough).")),
  RollingOut(
      on(
              READY_FALSE,
              "Not all servers are ready on the newest configuration. Those that are ready serve.")
          .and(RECONCILING, "As for `Ready`.")),
  Proving(
      on(
              READY_FALSE,
              "All are ready, not all are proved. Passes within seconds; if not, or with"
                  + " `spec.requireProof`, see `Verified`.")
          .and(RECONCILING, "As for `Ready`.")),
  Joining(
      on(
              READY_FALSE,
              "All are ready and proved, but not every one has routes to all others: a message"
                  + " could miss its receiver. Passes within seconds; if not, look at DNS and at"
                  + " network policies for port 6222.")
          .and(RECONCILING, "As for `Ready`.")
          .and(VERIFIED_UNKNOWN, "As for `Ready`.")),
  Prepare(inRotation().and(RECONCILING, "A rotation moves servers from one token to the other.")),
  Split(inRotation().and(RECONCILING, "A rotation moves servers from one token to the other.")),
  Overlap(
      inRotation()
          .and(
              RECONCILING,
              "Both tokens work, and a change of the spec waits for the end of the rotation. Absent"
                  + " in an overlap without such a change.")),
  Finish(inRotation().and(RECONCILING, "A rotation moves servers from one token to the other.")),
  ClaimsGrowing(
      on(
          RECONCILING,
          "The claims of the servers are on their way to the size in"
              + " `jetstream.fileStore.pvc.size`. `Ready` stays.")),
  Leaving(
      on(
          RECONCILING,
          "Servers that are too many, such as the second one of a rotation with one replica, send"
              + " their clients to the others and go. `Ready` stays.")),
  Retrying(
      on(READY_UNKNOWN, "An error came before the first report; the operator tries again.")
          .and(
              RECONCILING,
              "The last try ended in an error, named in the message. Tries go on for ever, at most"
                  + " a minute apart. `Ready` and `Verified` stay as they were. A right that the"
                  + " operator lacks stands here for a minute, since roles are changed one by one;"
                  + " then it is `WriteRefused`.")),
  Revoking(
      on(
          FORMER_TOKEN,
          "Servers still let in a token that was discarded; the message names them, and the time of"
              + " the transition says since when. Passes within seconds: the operator deletes their"
              + " pods itself and waits for none of them. If not, a pod is on a node that does not"
              + " answer.")),
  OverlapOver(
      on(
          FORMER_TOKEN,
          "Servers still let in the former token a minute after its time: after the end of the"
              + " overlap, or after the next token was published without one. The message says since"
              + " when and names them. Passes when each has gone over; if not, servers fail, and the"
              + " others are needed as they are.")),
  Proved(
      on(
          VERIFIED_TRUE,
          "Every server lets in the token, refuses no token and a wrong one, and runs exactly this"
              + " configuration. Asked again after a restart and once per resync (5 minutes).")),
  ProofFailed(
      on(
          VERIFIED_FALSE,
          "A server answered otherwise: it refuses the token, runs another configuration, or shows"
              + " another certificate than it should. The message names the pod and says what to do"
              + " if that lasts.")),
  Pending(on(VERIFIED_UNKNOWN, "Not every server is ready and proved yet.")),
  Unreachable(
      on(
          VERIFIED_UNKNOWN,
          "The operator gets no answer of a nats-server, for example because of a NetworkPolicy or"
              + " a [service mesh](meshes.md). Readiness alone then decides `Ready`; but in a rotation no token is"
              + " published for servers that could be asked before. It tries again as when"
              + " `Stalled`.")),
  Inconclusive(
      on(
          VERIFIED_UNKNOWN,
          "A server answers, but does not tell what it thinks of the token: it is full"
              + " (`max_connections`), slow or shutting down; or nothing vouches for its certificate,"
              + " and it was not shown the token. The message says what to raise or to name."
              + " Readiness alone then decides `Ready`.")),
  Paused(
      on(READY_UNKNOWN, "`spec.paused` was true from the start: nothing was created.")
          .and(
              PAUSED,
              "`spec.paused` is true: nothing is changed or repaired, and the rest of the status is"
                  + " old.")),

  Bound(
      on(
          READY_TRUE,
          "The Secret of a [NatsTokenAccess](access.md) holds the token and the servers that its"
              + " NatsTokenAuth publishes.")),
  AwaitingToken(
      on(
              READY_FALSE,
              "The NatsTokenAuth of a [NatsTokenAccess](access.md) has no token to give yet, or a"
                  + " Secret of a deleted namesake is about to go. Passes by itself.")
          .and(RECONCILING, "As for `Ready`.")),

  NameConflict(
      "An object with a name that the operator needs exists and does not belong to this resource."
          + " It is left alone.",
      "Rename or delete that object, or give the resource another name.",
      "The object in the message: `kubectl -n shop get KIND NAME -o yaml`. Its owner references and"
          + " labels say whose it is."),
  ExistingSecretMissing(
      "The Secret of `spec.token.existingSecret`, or its key, does not exist.",
      "Create the Secret or the key; or mend the reference.",
      "`kubectl -n shop get secret NAME`; if it comes from External Secrets or a vault, at that. The"
          + " servers keep the last token."),
  InvalidToken(
      "The token in your Secret, or one that was written into `NAME-nats-token`, cannot be used:"
          + " empty, too weak, longer than 72 bytes, with a forbidden character (often a line break"
          + " at the end), or in the form of a bcrypt hash.",
      "Put in another token: `openssl rand -hex 32` makes a good one. In `NAME-nats-token`, a blank"
          + " key gives a generated one.",
      "The message says what is wrong with the token. A line break at the end, put in by `echo`, is"
          + " the usual one. The servers keep the last token."),
  InvalidTemplate(
      "The further keys of `spec.token.secret.template` cannot be made: filled in they would have"
          + " more than 256 KiB together.",
      "Shorten the template, or take fewer placeholders.",
      "The message says how long they would be; `{{url}}` and `{{ca}}` are the long ones. The Secret"
          + " is without these keys meanwhile; all else goes on."),
  TlsSecretMissing(
      "A Secret of `spec.tls`, or its key `tls.crt` or `tls.key`, does not exist; or that of"
          + " `spec.serverRef.caSecretName`, or its `ca.crt`.",
      "Create it, or see why it is not issued: `kubectl describe certificate`.",
      "`kubectl -n shop get secret,certificate`, `kubectl -n shop describe certificate`. The servers"
          + " keep the certificate that they have."),
  InvalidCertificate(
      "A certificate of `spec.tls` is not fit for use: unreadable, expired, without a name or usage"
          + " that it needs, not from `ca.crt`, or with a key of another one. The message says"
          + " which.",
      "Issue it anew; [tls.md](tls.md) says what it must have.",
      "`kubectl -n shop get secret NAME -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509"
          + " -noout -text`: dates, names, usages. The servers keep the certificate that they"
          + " have."),
  PodsFailing(
      "A server pod does not start: its image cannot be pulled, its container cannot be made, or it"
          + " crashes.",
      "Check `spec.version` and `spec.image`; or read the log of the pod.",
      "`describe pod` for a pull, `logs --previous` for a crash. Mending `spec.version` or"
          + " `spec.image` is enough; broken pods are replaced."),
  PodsRefused(
      "Kubernetes takes no more pods: a quota, Pod Security, a webhook. The message is the one of"
          + " the StatefulSet's Event.",
      "Raise the quota or mend the policy.",
      "`kubectl -n shop get resourcequota`, the namespace's Pod Security labels, webhooks."),
  PodsUnschedulable(
      "A pod has found no node for ten minutes. The message is the one of the scheduler.",
      "Make room, or change what the pods ask for.",
      "`kubectl -n shop describe pod`, `kubectl get nodes`; a new node may be on its way."),
  ClaimsCannotGrow(
      "`jetstream.fileStore.pvc.size` was raised, and the API server refuses that for a claim, or the"
          + " storage has no room. The servers run on with what they have.",
      "Set the size back to the one in the message; or let the storage class allow expansion"
          + " (`allowVolumeExpansion`); or make room.",
      "`kubectl get storageclass`: `allowVolumeExpansion`; `kubectl -n shop describe pvc`."
          + " [jetstream.md](jetstream.md) has more."),
  ServersMissing(
      "The StatefulSet of `spec.serverRef` does not exist, or has no replicas.",
      "Create it or scale it up, or name another in a new resource.",
      "`kubectl -n shop get statefulset`; if a chart makes it, at that release. The token is kept."),
  ServerConfiguration(
      "The servers of `spec.serverRef` would not ask for the token: their pods do not mount the"
          + " ConfigMap `NAME-nats-auth`, their nats.conf does not include it, or something else in"
          + " it, or in a file that it includes, decides who gets in. Or something else controls"
          + " that StatefulSet, or another `NatsTokenAuth` names it, too. They are not restarted.",
      "[attach.md](attach.md) has the values for the official chart.",
      "The ConfigMap or the option in the message, and how the pods mount `NAME-nats-auth`: `kubectl"
          + " -n shop get statefulset NAME -o yaml`. [attach.md](attach.md) has more. The servers"
          + " run on as they are."),
  ServersNotRolled(
      "The StatefulSet of `spec.serverRef` does not replace its pods by itself: `OnDelete`, or a"
          + " partition. Either some of its servers do not have the newest token, or another token"
          + " is due and not published, since they would refuse it.",
      "Delete its pods one by one, or lower the partition; let it roll by itself.",
      "`kubectl -n shop get statefulset NAME -o jsonpath='{.spec.updateStrategy}'`. The servers keep"
          + " the token that they have."),
  AccessNotAllowed(
      "The NatsTokenAuth of a `NatsTokenAccess` does not exist, or does not allow the namespace; to"
          + " those who are not allowed both are the same. There is no Secret.",
      "Have its owner add the namespace to `spec.allowedNamespaces`, or mend `spec.authRef`.",
      "`kubectl -n messaging get nta NAME -o jsonpath='{.spec.allowedNamespaces}'`, and `kubectl get"
          + " namespace shop --show-labels`. [access.md](access.md) has more."),
  NamespaceNotWatched(
      "The NatsTokenAuth of a `NatsTokenAccess` is in a namespace that the operator does not watch."
          + " There is no Secret.",
      "Add that namespace to the chart's `watchNamespaces`.",
      "`helm get values` of the operator's release: `watchNamespaces` must name both namespaces."),
  TokenFromAccess(
      "The NatsTokenAuth of a `NatsTokenAccess` has its own token by a `NatsTokenAccess`. A token goes"
          + " no further than that, so that no circle comes about.",
      "Name the NatsTokenAuth from which the token comes in `spec.authRef`.",
      "`spec.token.existingSecret` of the NatsTokenAuth, and the owner of that Secret."),
  SecretTooLarge(
      "The Secret of a `NatsTokenAccess` would have more bytes than Kubernetes takes (1 MiB). The one"
          + " that stands is left as it is, and does not follow the token; the message says whether its"
          + " token still works.",
      "Make the template or the `ca.crt` shorter, before the rotation under way ends.",
      "The size in the message, `spec.template` and the `ca.crt` of the token Secret."),
  WriteRefused(
      "The API server refuses a request of the operator (400, 403 or 422). A missing right counts"
          + " after a minute.",
      "400 or 403: check the operator's roles, quotas, admission policies and webhooks. 422: the"
          + " message names the field.",
      "`kubectl auth can-i --list --as system:serviceaccount:nats:nats-token-operator -n shop`"
          + " against [rbac.md](rbac.md). Also a namespace that is being deleted."),
  AuthenticationDisabled(
      "A server lets in clients without the token. Should never happen.",
      "Treat it as an incident. Delete the pod named in the message; it comes back on the rendered"
          + " configuration. Find out who changed what it runs.",
      "An incident: a server lets anybody in. Delete the pod in the message, then find out what it"
          + " ran.",
      stalled().and(VERIFIED_FALSE, "A server lets in clients without the token."));

  private final Map<ConditionState, String> meanings;
  private final Optional<Advice> advice;

  Reason(Meanings meanings) {
    this.meanings = meanings.byState();
    this.advice = Optional.empty();
  }

  Reason(String meaning, String remedy, String look) {
    this(meaning, remedy, look, stalled());
  }

  Reason(String meaning, String remedy, String look, Meanings meanings) {
    this.meanings = meanings.byState();
    this.advice = Optional.of(new Advice(meaning, remedy, look));
  }

  /** Where it can stand, and what it means there. */
  public Map<ConditionState, String> meanings() {
    return Collections.unmodifiableMap(meanings);
  }

  /** Present if it is a problem: something that only a person can mend. */
  public Optional<Advice> advice() {
    return advice;
  }
}
