package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Hands on an object as it is at first and after each change. */
record Remembering<T>(Consumer<T> seen) implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T object) {
    seen.accept(object);
  }

  @Override
  public void onUpdate(T before, T after) {
    seen.accept(after);
  }

  @Override
  public void onDelete(T object, boolean unknown) {
    // It is gone.
  }
}
