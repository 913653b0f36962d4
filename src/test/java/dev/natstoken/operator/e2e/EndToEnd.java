package dev.natstoken.operator.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests at the operator in the development cluster. It runs side by side with the
 * others, each test in a namespace of its own; one that ends, replaces or removes the operator is
 * {@link org.junit.jupiter.api.parallel.Isolated} and runs when those are through.
 */
@Tag(EndToEnd.TAG)
@ExtendWith(WholeRun.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EndToEnd {

  String TAG = "e2e";
}
