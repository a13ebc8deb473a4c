package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.ProvisioningException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;

/** A run that dies at any call leaves a state that the next run removes. */
class HalfMadeStackTest {

  /** Fails from the given call on, as a process that died would have sent nothing more. */
  private static final class DyingAtCall implements RequestCustomizer {

    private final int last;
    private int calls;

    DyingAtCall(int last) {
      this.last = last;
    }

    @Override
    public synchronized AwsRequest customize(AwsRequest request) {
      if (++calls > last) {
        throw new IllegalStateException("died at call " + calls);
      }
      return request;
    }
  }

  @Test
  void destroy_afterApplyDiedAtAnyCall_leavesNothing() {
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (boolean done = false; !done; calls++) {
      try (FakeStack fake = new FakeStack()) {
        done = applied(fake, new DyingAtCall(calls));
        String left = destroyed(fake);
        if (!left.isEmpty()) {
          wrong.add("after call " + calls + ": " + left);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(calls).isGreaterThan(30);
  }

  @Test
  void destroy_afterDestroyDiedAtAnyCall_leavesNothing() {
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (boolean done = false; !done; calls++) {
      try (FakeStack fake = new FakeStack()) {
        applied(fake, RequestCustomizer.none());
        try (SpotBatch dying = fake.spotBatch(new DyingAtCall(calls))) {
          dying.provisioner().destroy("demo");
          done = true;
        } catch (RuntimeException e) {
          done = false;
        }
        String left = destroyed(fake);
        if (!left.isEmpty()) {
          wrong.add("after call " + calls + ": " + left);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(calls).isGreaterThan(30);
  }

  @Test
  void apply_failsInTheMiddle_saysWhatExistsAndHowToRemoveIt() {
    try (FakeStack fake = new FakeStack();
        SpotBatch refused =
            fake.spotBatch(
                request -> {
                  if (request.getClass().getSimpleName().equals("CreateJobQueueRequest")) {
                    throw new IllegalStateException("no queues today");
                  }
                  return request;
                })) {
      assertThatThrownBy(
              () ->
                  refused.provisioner().apply(refused.provisioner().plan(FakeStack.recipe("demo"))))
          .isInstanceOfSatisfying(
              ProvisioningException.class,
              e -> {
                assertThat(e.resource()).isEqualTo("job queue demo-jobs");
                assertThat(e.step()).isEqualTo("create");
              })
          .hasMessageStartingWith("Could not create job queue demo-jobs: no queues today.")
          .hasMessageContaining("compute environment demo-spot-1")
          .hasMessageEndingWith("destroy(\"demo\") removes it.");
    }
  }

  private static boolean applied(FakeStack fake, RequestCustomizer customizer) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(FakeStack.recipe("demo")));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static String destroyed(FakeStack fake) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      DestroyReport report = spotBatch.provisioner().destroy("demo");
      List<Object> left = new ArrayList<>(report.remaining());
      left.addAll(spotBatch.provisioner().stacks());
      left.addAll(fake.iam.listRoles(r -> r.pathPrefix("/spotbatch/")).roles());
      left.addAll(fake.batch.describeComputeEnvironments().computeEnvironments());
      left.addAll(fake.logs.describeLogGroups().logGroups());
      left.addAll(fake.ecr.describeRepositories().repositories());
      return left.isEmpty() ? "" : left.toString();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}
