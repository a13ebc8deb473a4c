package io.github.spotbatch.testing.jupiter;

import io.github.spotbatch.testing.Invariant;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a {@link io.github.spotbatch.testing.FakeAws} of its own, and whatever
 * belongs to it, as parameters; see {@link FakeAwsExtension}.
 *
 * <p>Counts for {@code @Nested} classes too. Of several, on the method, its class and the classes
 * around it, the nearest counts. It can be put on an annotation of your own.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FakeAwsExtension.class)
public @interface FakeAwsTest {

  /**
   * What all that is random follows from.
   *
   * @return the seed, 1 unless told
   */
  long seed() default 1;

  /**
   * The Region of the world's own clients.
   *
   * @return the Region's id, {@code us-east-1} unless told
   */
  String region() default "us-east-1";

  /**
   * How fast the world goes on the wall clock.
   *
   * @return simulated seconds per real second; 0, the default, stands for the virtual clock
   */
  double speed() default 0;

  /**
   * What else must hold at the end of a test, such as {@link Invariant#JOBS_FINISHED}.
   *
   * @return invariants, none unless told
   */
  Invariant[] checked() default {};

  /**
   * What need not hold at the end of a test, such as {@link Invariant#SCRIPTS_FIRED}.
   *
   * @return invariants, none unless told
   */
  Invariant[] unchecked() default {};
}
