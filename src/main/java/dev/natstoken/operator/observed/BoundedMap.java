package dev.natstoken.operator.observed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A small thread-safe memory that forgets what was not asked for longest. How small, follows from
 * the memory of the program, if nothing else is said: entries of some hundred bytes, which are a
 * few hundredths of it all.
 */
public final class BoundedMap<K, V> {

  private static final long HEAP_PER_ENTRY = 8192;

  private final int most;
  private final Map<K, V> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > most;
        }
      };

  public BoundedMap() {
    this((int) Math.min(1 << 20, Runtime.getRuntime().maxMemory() / HEAP_PER_ENTRY));
  }

  /** With so many entries at most, for those that may be large. */
  public BoundedMap(int most) {
    this.most = most;
  }

  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  public synchronized void remove(K key) {
    entries.remove(key);
  }

  public synchronized int size() {
    return entries.size();
  }

  /** Forgets what was not asked for longest for as long as that is of no use. */
  synchronized void dropWhile(Predicate<V> useless) {
    var oldest = entries.values().iterator();
    while (oldest.hasNext() && useless.test(oldest.next())) {
      oldest.remove();
    }
  }
}
