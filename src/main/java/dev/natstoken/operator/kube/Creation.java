package dev.natstoken.operator.kube;

/** What came of the wish to create an object. */
public sealed interface Creation<T> {

  /** There was none of its name. */
  record Created<T>(T object) implements Creation<T> {

    /** Without the object, which may be a Secret. */
    @Override
    public String toString() {
      return "Created";
    }
  }

  /** This one stood there already, and is ours. */
  record Found<T>(T object) implements Creation<T> {

    /** Without the object, which may be a Secret. */
    @Override
    public String toString() {
      return "Found";
    }
  }
}
