package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class SubmissionsTest {

  @Test
  void compile_nothingChanged_sendsNamesOnly() {
    SubmitJobRequest submission =
        Submissions.compile(JobRequest.builder("work").build(), "demo-jobs", "demo-work", "frame");

    assertThat(submission)
        .isEqualTo(
            SubmitJobRequest.builder()
                .jobName("frame")
                .jobQueue("demo-jobs")
                .jobDefinition("demo-work")
                .build());
  }

  @Test
  void compile_everythingChanged_matchesGoldenFile() throws IOException {
    JobRequest request =
        JobRequest.builder("work")
            .putParameter("frame", "12")
            .command("render", "Ref::frame")
            .putEnvironment("MODE", "slow")
            .vcpus(2)
            .memoryMiB(1024)
            .gpus(1)
            .retryPolicy(RetryPolicy.attempts(2))
            .timeout(Duration.ofMinutes(5))
            .dependsOn("job-1", "job-2")
            .arraySize(10)
            .shareIdentifier("render")
            .schedulingPriority(7)
            .propagateTags(true)
            .tag("Team", "render")
            .build();

    Golden.assertMatches(
        RequestJson.render(Submissions.compile(request, "q", "d:3", "frame-12")) + "\n",
        "submission.txt");
  }
}
