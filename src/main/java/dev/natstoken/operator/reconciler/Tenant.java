package dev.natstoken.operator.reconciler;

/** For whose sake something is done: its namespace, as far as the work of a pass reaches. */
public final class Tenant {

  private static final ScopedValue<String> NAMESPACE = ScopedValue.newInstance();

  private Tenant() {}

  /** The namespace whose work this thread does; empty if it is nobody's. */
  public static String current() {
    return NAMESPACE.orElse("");
  }

  public static <T, X extends Throwable> T call(String namespace, ScopedValue.CallableOp<T, X> work)
      throws X {
    return ScopedValue.where(NAMESPACE, namespace).call(work);
  }

  public static void run(String namespace, Runnable work) {
    ScopedValue.where(NAMESPACE, namespace).run(work);
  }
}
