package io.github.spotbatch.examples;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.ec2.model.Instance;

/** The jobs of the recipe: the test job, the Validation section, and what all of it cost. */
final class RecipeJobs {

  static final int MORE_JOBS = 5;

  private static final int SHOWN_LINES = 3;

  private final Aws aws;
  private final Story story;
  private final boolean live;
  private final Duration pause;
  private final JobTable table = new JobTable();
  private final Map<String, Instant> lostHosts = new HashMap<>();

  RecipeJobs(Aws aws, Story story, boolean live, boolean embedded) {
    this.aws = aws;
    this.story = story;
    this.live = live;
    this.pause =
        embedded ? Duration.ofSeconds(10) : live ? Duration.ofSeconds(5) : Duration.ofSeconds(1);
  }

  /** Answers whether all jobs succeeded. */
  boolean run(Deployment deployment) throws InterruptedException {
    JobQueue queue = deployment.queue(RecipeStack.QUEUE);
    JobHandle test = queue.submit(request(RecipeRun.TEST_JOB));
    story.step("13", "submitted " + test.name() + " with id " + test.id());
    story.step("14", "monitoring it to its end");
    List<JobResult> results = new ArrayList<>(follow(List.of(test)));

    story.heading("Validation");
    environment(deployment);
    story.detail(results.get(0).explain());
    instances(deployment);
    logs(deployment, test);
    List<JobHandle> more =
        IntStream.rangeClosed(1, MORE_JOBS)
            .mapToObj(i -> queue.submit(request("batch-job-" + i)))
            .toList();
    story.step("5.", "submitted " + MORE_JOBS + " more jobs");
    results.addAll(follow(more));

    story.table(JobTable.HEADER, table.rows());
    bill(deployment);
    return results.stream().allMatch(JobResult::succeeded);
  }

  private static JobRequest request(String jobName) {
    return JobRequest.builder(RecipeStack.DEFINITION).jobName(jobName).build();
  }

  private List<JobResult> follow(List<JobHandle> jobs) throws InterruptedException {
    List<JobResult> results = new JobWatch(aws.time(), story, pause).follow(jobs, live);
    for (int i = 0; i < jobs.size(); i++) {
      table.add(jobs.get(i), results.get(i));
      rememberLostHosts(results.get(i));
    }
    return results;
  }

  private void rememberLostHosts(JobResult result) {
    result
        .attempts()
        .forEach(
            attempt -> {
              if (attempt.cause().orElse(null) instanceof AttemptCause.HostLost lost) {
                lost.instanceId()
                    .ifPresent(id -> attempt.stoppedAt().ifPresent(end -> lostHosts.put(id, end)));
              }
            });
  }

  private void environment(Deployment deployment) {
    String name = deployment.computeEnvironmentName(RecipeStack.ENVIRONMENT);
    ComputeEnvironmentDetail detail =
        aws.batch()
            .describeComputeEnvironments(request -> request.computeEnvironments(name))
            .computeEnvironments()
            .get(0);
    story.step("1.", name + " is " + detail.status() + " and " + detail.state());
  }

  private void instances(Deployment deployment) {
    for (Instance instance : new SpotCosts(aws.ec2()).instances(deployment.stack())) {
      story.step(
          "3.",
          "Spot instance %s (%s, %s) is %s"
              .formatted(
                  instance.instanceId(),
                  instance.instanceTypeAsString(),
                  instance.placement().availabilityZone(),
                  instance.state().nameAsString()));
    }
  }

  private void logs(Deployment deployment, JobHandle test) {
    aws
        .logs()
        .describeLogGroups(request -> request.logGroupNamePrefix(deployment.logGroup()))
        .logGroups()
        .stream()
        .map(LogGroup::logGroupName)
        .forEach(group -> story.step("4.", "log group " + group + ", with lines of the test job"));
    List<LogLine> lines = test.logs();
    int attempts = lines.stream().mapToInt(LogLine::attempt).max().orElse(0);
    for (int attempt = 1; attempt <= attempts; attempt++) {
      int number = attempt;
      show(number, lines.stream().filter(line -> line.attempt() == number).toList());
    }
  }

  /** The first and the last lines of an attempt. */
  private void show(int attempt, List<LogLine> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (i < SHOWN_LINES || i >= lines.size() - SHOWN_LINES) {
        story.detail("attempt " + attempt + " | " + lines.get(i).message());
      } else if (i == SHOWN_LINES) {
        story.detail("attempt " + attempt + " | ... " + (lines.size() - 2 * SHOWN_LINES) + " more");
      }
    }
  }

  private void bill(Deployment deployment) {
    SpotCosts costs = new SpotCosts(aws.ec2());
    Instant now = aws.time().now();
    SpotCosts.Bill bill = costs.bill(costs.instances(deployment.stack()), lostHosts, now);
    story.table(SpotCosts.HEADER, bill.rows());
    story.line("");
    story.line(
        "Spot instances so far: USD %s at the prices read at %s%s."
            .formatted(
                bill.total().toPlainString(),
                now.truncatedTo(ChronoUnit.SECONDS),
                bill.unpriced() == 0
                    ? ""
                    : ", without " + bill.unpriced() + " of which price or time is unknown"));
  }
}
