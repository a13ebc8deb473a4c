package io.github.spotbatch.internal.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

class QueueChangeTest {

  private static final String ARN = "arn:aws:batch:us-east-1:1:job-queue/demo-jobs";
  private static final String POLICY = "arn:aws:batch:us-east-1:1:scheduling-policy/";

  private static final AwsResource THERE =
      new AwsResource(ResourceKind.JOB_QUEUE, "demo", "jobs", "demo-jobs", ARN);

  private static final CreateJobQueueRequest QUEUE =
      CreateJobQueueRequest.builder()
          .jobQueueName("demo-jobs")
          .state("ENABLED")
          .priority(1)
          .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("demo-spot-1"))
          .tags(Map.of("Team", "a"))
          .build();

  @Test
  void change_ofAllItsFields_isOneUpdateWithThem() {
    CreateJobQueueRequest wanted =
        QUEUE.copy(
            q ->
                q.state("DISABLED")
                    .priority(7)
                    .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("demo-spot-2"))
                    .jobStateTimeLimitActions(a -> a.reason("why").maxTimeSeconds(600)));

    assertThat(change(QUEUE, wanted))
        .isEqualTo(
            new Change.InPlace(
                UpdateClass.NONE,
                "",
                List.of(
                    UpdateJobQueueRequest.builder()
                        .jobQueue("demo-jobs")
                        .state("DISABLED")
                        .priority(7)
                        .computeEnvironmentOrder(wanted.computeEnvironmentOrder())
                        .jobStateTimeLimitActions(wanted.jobStateTimeLimitActions())
                        .build())));
  }

  @Test
  void change_ofTags_leavesTheQueueAlone() {
    assertThat(change(QUEUE, QUEUE.copy(q -> q.tags(Map.of("Team", "b")))))
        .isEqualTo(
            new Change.InPlace(
                UpdateClass.NONE,
                "",
                List.of(
                    TagResourceRequest.builder()
                        .resourceArn(ARN)
                        .tags(Map.of("Team", "b"))
                        .build())));
  }

  @Test
  void change_ofThePolicyForAnother_isAnUpdate() {
    Change change =
        change(
            QUEUE.copy(q -> q.schedulingPolicyArn(POLICY + "a")),
            QUEUE.copy(q -> q.schedulingPolicyArn(POLICY + "b")));

    assertThat(((Change.InPlace) change).requests())
        .containsExactly(
            UpdateJobQueueRequest.builder()
                .jobQueue("demo-jobs")
                .schedulingPolicyArn(POLICY + "b")
                .build());
  }

  @Test
  void change_ofAPolicyGivenOrTakenBack_isRefused() {
    CreateJobQueueRequest fair = QUEUE.copy(q -> q.schedulingPolicyArn(POLICY + "a"));

    assertThat(change(QUEUE, fair)).isInstanceOf(Change.Refusal.class);
    assertThat(change(fair, QUEUE)).isInstanceOf(Change.Refusal.class);
  }

  @Test
  void change_ofAQueueThatIsGoing_isRefused() {
    FieldChange status =
        new FieldChange("status", Optional.of("DISABLED/DELETING"), Optional.of("VALID"));

    assertThat(Changes.of(THERE, List.of(QUEUE), List.of(QUEUE), List.of(status)))
        .isEqualTo(
            new Change.Refusal(
                "it is DISABLED/DELETING; plan again when it is gone, or when it is VALID again"));
  }

  private static Change change(CreateJobQueueRequest there, CreateJobQueueRequest wanted) {
    Comparison comparison = Comparison.of(List.of(there), List.of(wanted));
    return Changes.of(THERE, List.of(there), List.of(wanted), comparison.changes());
  }
}
