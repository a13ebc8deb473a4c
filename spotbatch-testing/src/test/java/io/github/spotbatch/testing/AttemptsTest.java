package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.DEFINITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;

/** How attempts begin and end. */
class AttemptsTest {

  private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Ending {

    @Test
    @Rule("JOB-40")
    void exit_notZero_isToldByCodeAlone() {
      aws.jobs().named("job").exits(3);

      JobDetail job = run(world.submit("job"));

      AttemptDetail attempt = job.attempts().get(0);
      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.statusReason()).isEqualTo("Essential container in task exited");
      assertThat(attempt.statusReason()).isEqualTo("Essential container in task exited");
      assertThat(attempt.container().exitCode()).isEqualTo(3);
      assertThat(attempt.container().reason()).isNull();
    }

    @Test
    @Rule("JOB-40")
    void exit_zero_hasTheSameStatusReason() {
      JobDetail job = run(world.submit("job"));

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.statusReason()).isEqualTo("Essential container in task exited");
      assertThat(job.container().exitCode()).isZero();
      assertThat(job.container().reason()).isNull();
    }

    @Test
    @Rule("JOB-41")
    void outOfMemory_isToldByReason() {
      aws.jobs().named("job").runsOutOfMemory();

      AttemptDetail attempt = run(world.submit("job")).attempts().get(0);

      assertThat(attempt.statusReason()).isEqualTo("Essential container in task exited");
      assertThat(attempt.container().exitCode()).isEqualTo(137);
      assertThat(attempt.container().reason())
          .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    @Rule("JD-77")
    void failure_withoutConditions_isRetriedUntilAttemptsRunOut() {
      aws.jobs().named("job").exits(1);

      JobDetail job = run(world.submit("job", r -> r.retryStrategy(s -> s.attempts(3))));

      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.attempts()).hasSize(3);
    }

    @Test
    @Rule("JD-78")
    void failure_onOneAttempt_endsInSuccess() {
      aws.jobs().named("job").onAttempt(1).exits(1);

      JobDetail job = run(world.submit("job", r -> r.retryStrategy(s -> s.attempts(3))));

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.attempts())
          .extracting(attempt -> attempt.container().exitCode())
          .containsExactly(1, 0);
      assertThat(job.startedAt()).isEqualTo(job.attempts().get(1).startedAt());
    }

    @Test
    @Rule("JD-76")
    void strategyOfTheJob_replacesThatOfTheDefinition() {
      aws.jobs().named("job").exits(1);
      world.register(
          r ->
              r.retryStrategy(
                  s -> s.attempts(5).evaluateOnExit(e -> e.onReason("*").action("EXIT"))));

      JobDetail job = run(world.submit("job", r -> r.retryStrategy(s -> s.attempts(2))));

      assertThat(job.attempts()).hasSize(2);
    }
  }

  @Nested
  class Starting {

    @Test
    @Rule({"JD-20", "JOB-42"})
    void image_missingInTheOwnRegistry_cannotBePulled() {
      repository("app");
      image(REGISTRY + "app:1");

      AttemptDetail attempt = run(world.submit("job")).attempts().get(0);

      assertThat(attempt.statusReason()).isEqualTo("Task failed to start");
      assertThat(attempt.container().reason()).startsWith("CannotPullContainerError:");
      assertThat(attempt.container().exitCode()).isNull();
      assertThat(attempt.container().logStreamName()).isNull();
      assertThat(attempt.startedAt()).isNull();
    }

    @Test
    @Rule({"JD-20", "JOB-42"})
    void image_pushed_runs() {
      repository("app");
      try (EcrClient ecr = aws.client(EcrClient.builder())) {
        SmallImage.push(ecr, "app", "1", "layer");
      }
      image(REGISTRY + "app:1");

      assertThat(run(world.submit("job")).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule({"JD-20", "JOB-42"})
    void image_underTheHostOfTheServer_isTheSame() {
      repository("app");
      try (EcrClient ecr = aws.client(EcrClient.builder())) {
        SmallImage.push(ecr, "app", "1", "layer");
      }
      image(aws.registry().host() + "/app:1");
      JobDetail there = run(world.submit("job"));
      image(aws.registry().host() + "/app:2");
      JobDetail absent = run(world.submit("job"));

      assertThat(there.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(absent.attempts().get(0).container().reason())
          .startsWith("CannotPullContainerError:");
    }

    @Test
    @Rule("JOB-42")
    void image_expiredByTheLifecyclePolicy_cannotBePulled() {
      repository("app");
      String policy =
          "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"any\",\"countType\":"
              + "\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":14},"
              + "\"action\":{\"type\":\"expire\"}}]}";
      try (EcrClient ecr = aws.client(EcrClient.builder())) {
        ecr.putLifecyclePolicy(r -> r.repositoryName("app").lifecyclePolicyText(policy));
        SmallImage.push(ecr, "app", "1", "layer");
      }
      image(REGISTRY + "app:1");
      JobDetail inTime = run(world.submit("job"));
      aws.advance(Duration.ofDays(15));
      JobDetail late = run(world.submit("job"));

      assertThat(inTime.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(late.attempts().get(0).container().reason())
          .startsWith("CannotPullContainerError:");
    }

    @Test
    void script_thatFailsToStart_countsAsAnAttempt() {
      aws.jobs().named("job").onAttempt(1).failsToStart("DockerTimeoutError: too slow");

      JobDetail job = run(world.submit("job", r -> r.retryStrategy(s -> s.attempts(2))));

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.attempts().get(0).container().reason())
          .isEqualTo("DockerTimeoutError: too slow");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule({"JD-29", "JOB-49"})
    void role_thatTasksMayNotAssume_failsTheStart(boolean ofTheJob) {
      String role = "arn:aws:iam::123456789012:role/ecsInstanceRole";
      world.register(
          container(
              c -> c.jobRoleArn(ofTheJob ? role : null).executionRoleArn(ofTheJob ? null : role)));

      JobDetail job = run(world.submit("job"));

      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.statusReason())
          .isEqualTo(
              "ECS was unable to assume the role '"
                  + role
                  + "' that was provided for this task. Please verify that the role being passed"
                  + " has the proper trust relationship and permissions and that your IAM user has"
                  + " permissions to pass this role.");
    }

    @Test
    @Rule("JD-29")
    void jobRole_ofTasks_isFine() {
      String trust =
          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
              + "{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
      try (IamClient iam = aws.client(IamClient.builder())) {
        String role =
            iam.createRole(r -> r.roleName("job").assumeRolePolicyDocument(trust)).role().arn();
        world.register(container(c -> c.jobRoleArn(role).executionRoleArn(role)));
      }

      assertThat(run(world.submit("job")).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private void repository(String name) {
      try (EcrClient ecr = aws.client(EcrClient.builder())) {
        ecr.createRepository(r -> r.repositoryName(name));
      }
    }

    private void image(String reference) {
      world.register(container(c -> c.image(reference)));
    }
  }

  @Nested
  class Logs {

    private final CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.builder());

    @Test
    @Rule("JOB-67")
    void lines_goToTheDefaultGroupAndAStreamOfTheTask() {
      aws.jobs().named("job").logs("one", "two");

      AttemptDetail attempt = run(world.submit("job")).attempts().get(0);

      String task = attempt.container().taskArn().replaceFirst(".*/", "");
      String stream = attempt.container().logStreamName();
      assertThat(stream).isEqualTo(DEFINITION + "/default/" + task);
      assertThat(logs.getLogEvents(r -> r.logGroupName("/aws/batch/job").logStreamName(stream)))
          .extracting(page -> page.events())
          .satisfies(
              events ->
                  assertThat(events)
                      .extracting(OutputLogEvent::message)
                      .containsExactly("one", "two"));
      assertThat(logs.describeLogGroups().logGroups().get(0).retentionInDays())
          .as("for ever")
          .isNull();
    }

    @Test
    @Rule("JOB-66")
    void stream_ofASilentContainer_exists() {
      String stream = run(world.submit("job")).container().logStreamName();

      assertThat(logs.describeLogStreams(r -> r.logGroupName("/aws/batch/job")).logStreams())
          .extracting(it -> it.logStreamName())
          .containsExactly(stream);
    }

    @Test
    void group_missing_failsTheStart() {
      world.register(awslogs("/mine"));

      AttemptDetail attempt = run(world.submit("job")).attempts().get(0);

      assertThat(attempt.statusReason()).isEqualTo("Task failed to start");
      assertThat(attempt.container().reason()).startsWith("CannotStartContainerError:");
      assertThat(logs.describeLogGroups().logGroups()).isEmpty();
    }

    @Test
    @Rule("JOB-67")
    void group_ofTheDefinition_getsTheLines() {
      aws.jobs().named("job").logs("one");
      logs.createLogGroup(r -> r.logGroupName("/mine"));
      world.register(awslogs("/mine"));

      String stream = run(world.submit("job")).container().logStreamName();

      assertThat(logs.getLogEvents(r -> r.logGroupName("/mine").logStreamName(stream)).events())
          .hasSize(1);
    }

    @Test
    void otherDriver_writesNothingToCloudWatch() {
      aws.jobs().named("job").logs("one");
      world.register(container(c -> c.logConfiguration(l -> l.logDriver("json-file"))));

      run(world.submit("job"));

      assertThat(logs.describeLogGroups().logGroups()).extracting(LogGroup::logGroupName).isEmpty();
    }

    private Consumer<RegisterJobDefinitionRequest.Builder> awslogs(String group) {
      return container(
          c ->
              c.logConfiguration(
                  l -> l.logDriver("awslogs").options(Map.of("awslogs-group", group))));
    }
  }

  private static Consumer<RegisterJobDefinitionRequest.Builder> container(
      Consumer<ContainerProperties.Builder> change) {
    return request ->
        request.containerProperties(
            request.build().containerProperties().toBuilder().applyMutation(change).build());
  }

  private JobDetail run(String id) {
    aws.advance(Duration.ofHours(1));
    return world.job(id);
  }
}
