package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.RetryAction;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class SubmissionsTest {

  @Test
  void compile_nothingButTheDefinition_leavesAllElseToIt() {
    SubmitJobRequest compiled = compile(JobRequest.builder("work").build());

    assertThat(compiled)
        .isEqualTo(
            SubmitJobRequest.builder()
                .jobName("frame-x")
                .jobQueue("q")
                .jobDefinition("render:7")
                .build());
  }

  @Test
  void compile_everything_isWhatWasAsked() {
    SubmitJobRequest compiled =
        compile(
            JobRequest.builder("work")
                .putParameter("in", "s3://b/k")
                .command("render", "Ref::in")
                .putEnvironment("SCENE", "12")
                .vcpus(2)
                .memoryMiB(1_024)
                .gpus(1)
                .retryPolicy(RetryPolicy.spotInterruptions(5))
                .timeout(Duration.ofMinutes(90))
                .dependsOn("a", "b")
                .arraySize(10)
                .shareIdentifier("team")
                .schedulingPriority(3)
                .propagateTags(true)
                .tag("CostCenter", "films")
                .build());

    assertThat(compiled)
        .isEqualTo(
            SubmitJobRequest.builder()
                .jobName("frame-x")
                .jobQueue("q")
                .jobDefinition("render:7")
                .parameters(Map.of("in", "s3://b/k"))
                .containerOverrides(
                    c ->
                        c.command("render", "Ref::in")
                            .environment(KeyValuePair.builder().name("SCENE").value("12").build())
                            .resourceRequirements(
                                r -> r.type(ResourceType.VCPU).value("2"),
                                r -> r.type(ResourceType.MEMORY).value("1024"),
                                r -> r.type(ResourceType.GPU).value("1")))
                .retryStrategy(
                    r ->
                        r.attempts(5)
                            .evaluateOnExit(
                                EvaluateOnExit.builder()
                                    .onStatusReason("Host EC2*")
                                    .action(RetryAction.RETRY)
                                    .build(),
                                EvaluateOnExit.builder()
                                    .onReason("*")
                                    .action(RetryAction.EXIT)
                                    .build(),
                                EvaluateOnExit.builder()
                                    .onExitCode("*")
                                    .action(RetryAction.EXIT)
                                    .build()))
                .timeout(t -> t.attemptDurationSeconds(5_400))
                .dependsOn(d -> d.jobId("a"), d -> d.jobId("b"))
                .arrayProperties(a -> a.size(10))
                .shareIdentifier("team")
                .schedulingPriorityOverride(3)
                .propagateTags(true)
                .tags(Map.of("CostCenter", "films"))
                .build());
  }

  @Test
  void compile_oneAttempt_replacesTheDefinitionsStrategy() {
    SubmitJobRequest compiled =
        compile(JobRequest.builder("work").retryPolicy(RetryPolicy.none()).build());

    assertThat(compiled.retryStrategy().attempts()).isEqualTo(1);
    assertThat(compiled.retryStrategy().hasEvaluateOnExit()).isFalse();
  }

  private static SubmitJobRequest compile(JobRequest request) {
    return Submissions.compile(request, "q", "render:7", "frame-x");
  }
}
