package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NOW;
import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.OVERLAP;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CourseTest {

  @Test
  void theLowerServersStayWhileTheOverlapLasts() {
    assertThat(course(Duration.ZERO)).isEqualTo(new Course(false, new Shape(4, 2, true)));
  }

  @Test
  void theLowerServersFollowWhenItIsOver() {
    assertThat(course(OVERLAP)).isEqualTo(new Course(true, new Shape(4, 1, true)));
  }

  @Test
  void aChangedTemplateBeginsWhereTheShapeSaysSo() {
    Course course = new Course(false, new Shape(3, 0, OptionalInt.of(2)));
    assertThat(course.changed().shape().partition()).isEqualTo(2);
    Course waiting = new Course(false, new Shape(3, 1, OptionalInt.empty()));
    assertThat(waiting.changed()).isEqualTo(waiting);
  }

  @Test
  void nothingIsSettledBeforeAllServersAndTheTokenAre() {
    assertThat(Course.settles(published(OLD), false, true)).isTrue();
    assertThat(Course.settles(published(OLD), false, false)).isFalse();
    assertThat(Course.settles(published(OLD), true, true)).isFalse();
    assertThat(Course.settles(pending(), false, true)).isFalse();
  }

  private static Course course(Duration ago) {
    return Course.of(overlapping(2, ago), wish(4), set("FFNN", 2), OptionalInt.of(1), NOW);
  }
}
