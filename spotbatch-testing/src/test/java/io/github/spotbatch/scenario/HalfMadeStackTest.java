package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A run that dies at any call leaves a state that the next run completes or removes. */
class HalfMadeStackTest {

  /**
   * Lets some writes through and then fails at every call, as if the process had died. Dying at a
   * read leaves what dying at the next write leaves.
   */
  static final class Dying implements RequestCustomizer {

    private final int writes;
    private int seen;

    Dying(int writes) {
      this.writes = writes;
    }

    @Override
    public synchronized AwsRequest customize(AwsRequest request) {
      boolean read = request.getClass().getSimpleName().matches("(Get|List|Describe).*");
      if (!read) {
        seen++;
      }
      if (seen > writes) {
        throw new IllegalStateException("died at write " + seen);
      }
      return request;
    }
  }

  @Test
  void apply_afterApplyDiedAtAnyWrite_completesTheStack() {
    List<String> wrong = new ArrayList<>();
    int writes = 0;
    for (boolean done = false; !done; writes++) {
      try (FakeStack fake = FakeStack.typed()) {
        done = applied(fake, new Dying(writes));
        String missing = completed(fake);
        if (!missing.isEmpty()) {
          wrong.add("after write " + writes + ": " + missing);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(writes).isGreaterThan(17);
  }

  @Test
  void destroy_afterApplyDiedAtAnyWrite_leavesNothing() {
    List<String> wrong = new ArrayList<>();
    int writes = 0;
    for (boolean done = false; !done; writes++) {
      try (FakeStack fake = FakeStack.typed()) {
        done = applied(fake, new Dying(writes));
        String left = destroyed(fake);
        if (!left.isEmpty()) {
          wrong.add("after write " + writes + ": " + left);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(writes).isGreaterThan(17);
  }

  @Test
  void destroy_afterDestroyDiedAtAnyWrite_leavesNothing() {
    List<String> wrong = new ArrayList<>();
    int writes = 0;
    for (boolean done = false; !done; writes++) {
      try (FakeStack fake = FakeStack.typed()) {
        applied(fake, RequestCustomizer.none());
        try (SpotBatch dying = fake.spotBatch(new Dying(writes))) {
          dying.provisioner().destroy("demo");
          done = true;
        } catch (RuntimeException e) {
          done = false;
        }
        String left = destroyed(fake);
        if (!left.isEmpty()) {
          wrong.add("after write " + writes + ": " + left);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(writes).isGreaterThan(17);
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

  private static String completed(FakeStack fake) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));
      String again = provisioner.plan(FakeStack.recipe("demo")).toString();
      return again.contains(": nothing to do, 11 resources to keep") ? "" : again;
    } catch (RuntimeException e) {
      return e.toString();
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

  @Test
  void plan_connectionBreaksAsOftenAsTheClientTries_saysSoAndCanBeDoneAgain() {
    try (FakeStack fake = new FakeStack();
        SpotBatch spotBatch = fake.spotBatch()) {
      fake.aws.faults().on("DescribeSecurityGroups").loseResponse().times(3);
      Provisioner provisioner = spotBatch.provisioner();

      assertThatThrownBy(() -> provisioner.plan(FakeStack.recipe("demo")))
          .isExactlyInstanceOf(SpotBatchException.class)
          .hasMessageMatching(
              "AWS gave no answer, so the plan of stack demo stopped: .*DescribeSecurityGroups.*\\."
                  + " Check the network, and do it again\\.")
          .hasCauseInstanceOf(SdkClientException.class);
      assertThat(provisioner.plan(FakeStack.recipe("demo")).actions()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DetachRolePolicy",
        "DeleteRolePolicy",
        "DeleteRole",
        "RemoveRoleFromInstanceProfile",
        "DeleteInstanceProfile"
      })
  void destroy_answerOfOneDeletionIsLost_stillDeletesAllAroundIt(String operation) {
    try (FakeStack fake = new FakeStack();
        SpotBatch spotBatch = fake.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      provisioner.apply(provisioner.plan(FakeStack.onDemand("demo")));
      fake.aws.faults().on(operation).loseResponse().times(1);

      DestroyReport report = provisioner.destroy("demo");

      assertThat(report.remaining()).isEmpty();
      fake.aws.verify();
    }
  }
}
