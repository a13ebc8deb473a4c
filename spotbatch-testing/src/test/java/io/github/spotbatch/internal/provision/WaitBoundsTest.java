package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.ProvisioningRetry;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.testing.VirtualClock;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Every wait that there is, driven to its bound. */
class WaitBoundsTest {

  /** What AWS says while something is not to be had yet; each passing wait is for one of them. */
  private static final List<Throwable> PASSING =
      List.of(
          refusal("NoSuchEntity", 404, "The role with name x cannot be found."),
          refusal("DeleteConflict", 409, "Cannot delete entity, must remove roles first."),
          refusal("ClientException", 400, "Cannot delete, resource is being modified."),
          refusal("ClientException", 400, "Compute Environments must be created and valid"),
          refusal("DependencyViolation", 400, "resource sg-1 has a dependent object"),
          refusal("InternalFailure", 500, "Internal error"));

  private final VirtualClock clock = VirtualClock.create();
  private final List<ProvisioningRetry> retries = new ArrayList<>();
  private final Waiter waiter =
      new Waiter(clock, new Gate(), (reason, retry) -> retries.add(retry));

  private static AwsServiceException refusal(String code, int status, String message) {
    return AwsServiceException.builder()
        .statusCode(status)
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  static Stream<Wait> waits() throws IllegalAccessException {
    List<Wait> waits = new ArrayList<>();
    for (Field field : Waits.class.getDeclaredFields()) {
      if (field.getType() == Wait.class) {
        waits.add((Wait) field.get(null));
      }
    }
    return waits.stream();
  }

  private static Stream<Throwable> passing(Wait wait) {
    return Stream.concat(PASSING.stream(), Stream.of(registryBusy())).filter(wait.passing());
  }

  /** Nobody but the packages of images can make one. */
  private static Throwable registryBusy() {
    try {
      Constructor<?> constructor =
          Class.forName("io.github.spotbatch.internal.image.RegistryException")
              .getDeclaredConstructor(String.class, int.class, boolean.class, Throwable.class);
      constructor.setAccessible(true);
      return (Throwable) constructor.newInstance("registry busy", 503, true, null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void until_neverAsItShouldBe_endsAtTheBoundWithSubjectAndStatus(Wait wait) {
    Instant start = clock.now();

    assertThatThrownBy(
            () ->
                clock.await(
                    waiter.until(wait, "thing x", () -> "BUSY", "DONE"::equals, status -> status)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(WaitTimeoutException.class)
        .hasMessageStartingWith("thing x was still BUSY after PT");

    Duration waited = Duration.between(start, clock.now());
    if (wait.times() == 0) {
      assertThat(waited).isEqualTo(wait.atMost());
    } else {
      assertThat(waited).isLessThan(wait.atMost());
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void call_refusalNeverPasses_endsAtTheBoundWithTheRefusalAndHowOftenItWasTried(Wait wait) {
    for (Throwable refusal : passing(wait).toList()) {
      retries.clear();
      Instant start = clock.now();
      StepFailure failure = new StepFailure("thing x", "change", failureOf(wait, refusal));

      assertThat(failure.explain("Do it again."))
          .hasMessageStartingWith(
              "Could not change thing x: %s; tried %d times in ",
              withoutDot(refusal.getMessage()), retries.size() + 1)
          .hasMessageContaining(" s (" + wait.name() + ")")
          .hasMessageEndingWith(". Do it again.")
          .hasCause(refusal);
      assertThat(retries).isNotEmpty().allMatch(retry -> retry.policy().equals(wait.name()));
      if (wait.times() == 0) {
        assertThat(Duration.between(start, clock.now())).isEqualTo(wait.atMost());
      } else {
        assertThat(retries).hasSize(wait.times() - 1);
      }
    }
  }

  @Test
  void passing_ofTheWaitsThatRepeatWhatFails_isTriedAbove() throws IllegalAccessException {
    assertThat(waits().filter(wait -> passing(wait).findAny().isPresent()))
        .extracting(Wait::name)
        .contains(
            "iam-visible",
            "iam-released",
            "iam-changed",
            "changed-at-once",
            "image-pushed",
            "definition-registered",
            "environment-repaired",
            "environment-changeable",
            "environment-deletable",
            "queue-accepted",
            "queue-updated",
            "queue-deletable",
            "security-group-released");
  }

  @ParameterizedTest
  @MethodSource("waits")
  void call_otherFailure_endsAtOnce(Wait wait) {
    IllegalStateException bug = new IllegalStateException("a bug");

    assertThat(failureOf(wait, bug)).isSameAs(bug);
    assertThat(retries).isEmpty();
  }

  @Test
  void until_looksAreNeverAnswered_triesFiveTimes() {
    CompletableFuture<String> looks =
        waiter.until(
            Waits.ENVIRONMENT_SETTLED,
            "thing x",
            () -> {
              throw refusal("ServerException", 500, "Internal error");
            },
            "DONE"::equals,
            status -> status);

    assertThatThrownBy(() -> clock.await(looks))
        .cause()
        .hasMessage("tried 5 times in 15.0 s (environment-settled)")
        .hasRootCauseInstanceOf(AwsServiceException.class);
    assertThat(retries)
        .extracting(ProvisioningRetry::pause)
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L);
  }

  private Throwable failureOf(Wait wait, Throwable refusal) {
    CompletableFuture<String> call =
        waiter.call(
            wait,
            () -> {
              throw (RuntimeException) refusal;
            });
    try {
      clock.await(call);
      throw new AssertionError("it should have failed");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String withoutDot(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
