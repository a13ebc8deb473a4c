package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.scenario.Callers.Caller;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Two processes work on one stack at once. How their calls interleave is drawn from a seed, which a
 * failure names. More of them:
 *
 * <pre>{@code
 * ./mvnw -pl spotbatch-testing -am test -Dtest=TwoAtOnceTest -Dinterleavings=200 \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class TwoAtOnceTest {

  private static final int INTERLEAVINGS = Integer.getInteger("interleavings", 6);
  private static final StackSpec STACK = FakeStack.recipe("demo");
  private static final String MOVED = " no longer fits what is there (";

  private final List<String> wrong = new ArrayList<>();

  private static void apply(Provisioner provisioner) {
    provisioner.apply(provisioner.plan(STACK));
  }

  /** Under the service role of the stack's own, AWS cannot change the types in place. */
  private static void applyBefore(Provisioner provisioner) {
    SpotComputeEnvironment spot = (SpotComputeEnvironment) STACK.computeEnvironments().get(0);
    SpotComputeEnvironment other = spot.toBuilder().instanceTypes("m5.large").build();
    provisioner.apply(
        provisioner.plan(STACK.toBuilder().computeEnvironments(List.of(other)).build()));
  }

  private static void destroy(Provisioner provisioner) {
    provisioner.destroy("demo");
  }

  /** Every other world has an IAM that lets Batch wait, so that environments become INVALID. */
  private static FakeStack world(int seed) {
    Duration late = Duration.ofSeconds(seed % 2 == 0 ? 8 : 100);
    return FakeStack.typed(
        FakeAws.builder()
            .timings(Timings.defaults().with(Timings.Step.IAM_PROPAGATION, late))
            .build());
  }

  @Test
  void twoApplies_endInTheStackOrARefusal_nothingIsDoubled() throws Exception {
    List<String> undisturbed = undisturbed();
    for (int seed = 0; seed < INTERLEAVINGS; seed++) {
      try (FakeStack fake = world(seed)) {
        if (seed % 3 == 0) {
          finish(fake, seed, TwoAtOnceTest::applyBefore);
        }
        for (Caller caller : both(fake, seed, TwoAtOnceTest::apply, TwoAtOnceTest::apply)) {
          refused(seed, caller, MOVED);
        }
        finish(fake, seed, TwoAtOnceTest::apply);
        check(seed, () -> assertThat(world(fake)).isEqualTo(undisturbed));
        requireNothingToDo(fake, seed);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void applyAgainstDestroy_oneMoreRunOfEitherCompletes() throws Exception {
    for (int seed = 0; seed < INTERLEAVINGS; seed++) {
      try (FakeStack fake = world(seed)) {
        if (seed % 3 == 0) {
          finish(fake, seed, TwoAtOnceTest::apply);
        }
        for (Caller caller : both(fake, seed, TwoAtOnceTest::apply, TwoAtOnceTest::destroy)) {
          refused(seed, caller, "");
        }
        if (seed % 2 == 0) {
          finish(fake, seed, TwoAtOnceTest::apply);
          requireNothingToDo(fake, seed);
        }
        finish(fake, seed, TwoAtOnceTest::destroy);
        check(seed, () -> fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND)));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void twoDestroys_bothEndWithNothingLeft() throws Exception {
    for (int seed = 0; seed < INTERLEAVINGS; seed++) {
      try (FakeStack fake = world(seed)) {
        finish(fake, seed, TwoAtOnceTest::apply);
        for (Caller caller : both(fake, seed, TwoAtOnceTest::destroy, TwoAtOnceTest::destroy)) {
          refused(seed, caller, "none");
        }
        check(seed, () -> fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND)));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Of two registrations at once one revision is deregistered, and Batch keeps it for a while. */
  private static List<String> world(FakeStack fake) {
    return FailureMatrixTest.world(fake).stream().filter(it -> !it.contains("INACTIVE")).toList();
  }

  private static List<String> undisturbed() {
    try (FakeStack fake = FakeStack.typed();
        SpotBatch spotBatch = fake.spotBatch()) {
      apply(spotBatch.provisioner());
      return world(fake);
    }
  }

  /** Side by side or a little apart, call by call or in long strides. */
  private static List<Caller> both(
      FakeStack fake, int seed, Consumer<Provisioner> one, Consumer<Provisioner> other)
      throws Exception {
    Random random = new Random(seed);
    Duration jitter = Duration.ofMillis(List.of(20, 200, 2_000).get(random.nextInt(3)));
    int apart = List.of(1, 1_000, 40_000).get(random.nextInt(3));
    Callers callers = new Callers(fake.aws.time());
    List<Caller> both = new ArrayList<>();
    for (Consumer<Provisioner> work : List.of(one, other)) {
      Duration start = Duration.ofMillis(random.nextInt(apart));
      Caller caller = callers.add(new Random(random.nextLong()), start, jitter);
      callers.begin(
          caller,
          () -> {
            try (SpotBatch spotBatch =
                fake.builder(RequestCustomizer.none()).timeKeeper(caller).build()) {
              work.accept(spotBatch.provisioner());
              return null;
            }
          });
      both.add(caller);
    }
    callers.run();
    return both;
  }

  private void refused(int seed, Caller caller, String accepted) {
    Throwable failure = caller.failure();
    if (failure == null) {
      return;
    }
    if (!(failure instanceof ProvisioningException) || !failure.getMessage().contains(accepted)) {
      wrong.add("seed %d: %s".formatted(seed, failure));
    }
  }

  private void finish(FakeStack fake, int seed, Consumer<Provisioner> work) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      check(seed, () -> work.accept(spotBatch.provisioner()));
    }
  }

  private void requireNothingToDo(FakeStack fake, int seed) {
    finish(fake, seed, provisioner -> assertThat(provisioner.plan(STACK)).changesNothing());
  }

  private void check(int seed, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | AssertionError e) {
      wrong.add("seed %d: %s".formatted(seed, e));
    }
  }
}
