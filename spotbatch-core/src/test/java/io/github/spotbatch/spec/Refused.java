package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.spec.InvalidSpecException.Problem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A value that breaks one rule and no other.
 *
 * @param rule the rule in the project's list of what AWS does, or what it is about
 */
record Refused(String rule, ThrowingCallable build, Problem problem) {

  static Refused refused(
      String rule, ThrowingCallable build, String path, Object value, String fix) {
    return new Refused(rule, build, new Problem(path, String.valueOf(value), fix));
  }

  /** Asserts that the rule's problem is the only one. */
  void verify() {
    assertThat(problemsOf(build).problems()).containsExactly(problem);
  }

  static InvalidSpecException problemsOf(ThrowingCallable build) {
    InvalidSpecException refusal = catchThrowableOfType(InvalidSpecException.class, build);
    assertThat(refusal).as("the refusal").isNotNull();
    return refusal;
  }

  @Override
  public String toString() {
    return rule + " " + problem.path();
  }
}
