package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.spec.AttemptObservation;
import io.github.spotbatch.spec.RetryDecision;
import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.script.Behaviour;
import io.github.spotbatch.testing.internal.script.Reclaim;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.LogDriver;

/**
 * The attempts of jobs: placed, started, ended one way or another, and retried as the job's
 * strategy decides.
 */
final class Runs {

  private static final String EXITED = "Essential container in task exited";
  private static final String NOT_STARTED = "Task failed to start";
  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final String DEFAULT_LOG_GROUP = "/aws/batch/job";
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final Scripts scripts;

  Runs(FakeBatch batch, Scope scope, Scripts scripts) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.scripts = scripts;
  }

  void start(Job job, Host host) {
    String cluster = host.environment().detail().ecsClusterArn();
    String task =
        "arn:aws:ecs:%s:%s:task/%s/%s"
            .formatted(
                scope.region(),
                scope.account(),
                cluster.substring(cluster.lastIndexOf('/') + 1),
                world.hex(32));
    Attempt attempt =
        new Attempt(
            job,
            host,
            job.attempts().size() + 1,
            task,
            Objects.requireNonNull(host.containerInstanceArn()));
    host.take(attempt);
    job.attempts().add(attempt);
    job.statusReason(null);
    job.blockedSince(null);
    job.move(JobStatus.STARTING);
    world.after(world.takes(Step.CONTAINER_STARTING), () -> run(attempt));
  }

  private void run(Attempt attempt) {
    if (attempt.over()) {
      return;
    }
    Job job = attempt.job();
    Behaviour behaviour =
        scripts.behaviourOf(job.name(), job.container().image(), attempt.number());
    String roleFault = roleFault(job.container());
    if (roleFault != null) {
      end(attempt, roleFault, null, null, false);
      return;
    }
    String failure = startFailure(job, behaviour);
    if (failure != null) {
      end(attempt, NOT_STARTED, failure, null, false);
      return;
    }
    attempt.started(world.now(), logStream(attempt));
    job.move(JobStatus.RUNNING);
    Integer timeout = job.timeoutSeconds();
    if (timeout != null) {
      world.after(Duration.ofSeconds(timeout), () -> timeOut(attempt));
    }
    begin(attempt, behaviour);
    if (attempt.host().environment().spot()) {
      scripts.reclaimsOf(job.name(), attempt.number()).forEach(reclaim -> arm(reclaim, attempt));
    }
  }

  /** The status reason of an attempt whose roles cannot be assumed. */
  private @Nullable String roleFault(ContainerProperties container) {
    return Stream.of(container.executionRoleArn(), container.jobRoleArn())
        .filter(role -> role != null && !role.isEmpty())
        .filter(role -> !scope.iam().roleTrusts(role, "ecs-tasks.amazonaws.com", world.now()))
        .findFirst()
        .map(
            role ->
                "ECS was unable to assume the role '"
                    + role
                    + "' that was provided for this task. Please verify that the role being passed"
                    + " has the proper trust relationship and permissions and that your IAM user"
                    + " has permissions to pass this role.")
        .orElse(null);
  }

  /** The container reason of an attempt that never gets to run. */
  private @Nullable String startFailure(Job job, Behaviour behaviour) {
    String image = job.container().image();
    if (behaviour.startFailure().isPresent()) {
      return behaviour.startFailure().get();
    }
    boolean missing =
        !behaviour.scripted() && scope.ecr().pullable(image).equals(Optional.of(false));
    if (missing) {
      return "CannotPullContainerError: Error response from daemon: manifest for "
          + image
          + " not found: manifest unknown: Requested image not found";
    }
    String group = logGroup(job.container());
    if (group != null
        && !group.equals(DEFAULT_LOG_GROUP)
        && scope.logs().group(group).isEmpty()
        && !createsItsGroup(job.container())) {
      return "CannotStartContainerError: Error response from daemon: failed to initialize logging"
          + " driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The"
          + " specified log group does not exist.";
    }
    return null;
  }

  private void begin(Attempt attempt, Behaviour behaviour) {
    Job job = attempt.job();
    String group = logGroup(job.container());
    if (group != null) {
      scope.logs().createStreamIfAbsent(group, Objects.requireNonNull(attempt.logStream()));
    }
    behaviour.logs().forEach(line -> log(attempt, line));
    if (behaviour.command().isPresent()) {
      execute(attempt, behaviour.command().get().commandLine(job.container().command()));
    } else {
      world.after(
          behaviour.runsFor(),
          () -> exit(attempt, behaviour.exitCode(), behaviour.reason().orElse(null)));
    }
  }

  /** Runs a real process; that it cannot be run is no doing of AWS, and is said so. */
  private void execute(Attempt attempt, List<String> command) {
    try {
      LocalRun run =
          LocalRun.start(
              world,
              command,
              variables(attempt),
              line -> log(attempt, line),
              code -> exit(attempt, code, null));
      attempt.onStop(run::stop);
    } catch (UncheckedIOException e) {
      String reason = "spotbatch-testing: " + e.getMessage();
      log(attempt, reason);
      end(attempt, reason, reason, null, false);
    }
  }

  /** Whoever deletes a group while a container writes to it gets no new one. */
  private void log(Attempt attempt, String line) {
    String group = logGroup(attempt.job().container());
    String stream = attempt.logStream();
    if (group != null && stream != null && scope.logs().group(group).isPresent()) {
      scope.logs().append(group, stream, world.now(), line);
    }
  }

  /** What Batch puts into the container's environment, over what the definition says. */
  private static Map<String, String> variables(Attempt attempt) {
    Job job = attempt.job();
    Map<String, String> variables = new LinkedHashMap<>();
    for (KeyValuePair pair : job.container().environment()) {
      variables.put(pair.name(), pair.value() == null ? "" : pair.value());
    }
    variables.put("AWS_BATCH_JOB_ID", job.id());
    variables.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(attempt.number()));
    variables.put("AWS_BATCH_CE_NAME", attempt.host().environment().name());
    variables.put("AWS_BATCH_JQ_NAME", job.queue().name());
    return variables;
  }

  /** The CloudWatch Logs group of a container, or null where another driver takes the lines. */
  private static @Nullable String logGroup(ContainerProperties container) {
    LogConfiguration logs = container.logConfiguration();
    if (logs == null) {
      return DEFAULT_LOG_GROUP;
    }
    return logs.logDriver() == LogDriver.AWSLOGS
        ? logs.options().getOrDefault("awslogs-group", DEFAULT_LOG_GROUP)
        : null;
  }

  private static boolean createsItsGroup(ContainerProperties container) {
    LogConfiguration logs = container.logConfiguration();
    return logs != null && "true".equals(logs.options().get("awslogs-create-group"));
  }

  private static String logStream(Attempt attempt) {
    Job job = attempt.job();
    LogConfiguration logs = job.container().logConfiguration();
    String definition = job.definition().jobDefinitionName();
    Map<String, String> options = logs == null ? Map.of() : logs.options();
    String prefix =
        options.getOrDefault(
            "awslogs-stream-prefix", definition.substring(0, Math.min(200, definition.length())));
    String task = attempt.taskArn();
    return prefix + "/default/" + task.substring(task.lastIndexOf('/') + 1);
  }

  private void arm(Reclaim reclaim, Attempt attempt) {
    world.after(
        reclaim.after(),
        () -> {
          if (!attempt.over() && reclaim.fire()) {
            batch.fleet().reclaim(attempt.host());
          }
        });
  }

  private void exit(Attempt attempt, int code, @Nullable String reason) {
    if (!attempt.over()) {
      end(attempt, EXITED, reason, code, false);
    }
  }

  private void timeOut(Attempt attempt) {
    if (!attempt.over()) {
      stop(attempt);
      end(attempt, TIMED_OUT, null, KILLED, true);
    }
  }

  /** The host is gone, and neither exit code nor reason with it. */
  void hostLost(Attempt attempt) {
    if (!attempt.over()) {
      stop(attempt);
      String instance = attempt.host().instanceId();
      end(attempt, "Host EC2 (instance " + instance + ") terminated.", null, null, false);
    }
  }

  void terminate(Job job) {
    Attempt attempt = Objects.requireNonNull(job.lastAttempt());
    boolean running = attempt.startedAt() != null;
    stop(attempt);
    end(attempt, running ? EXITED : NOT_STARTED, null, running ? TERMINATED : null, false);
  }

  private static void stop(Attempt attempt) {
    if (attempt.stop() != null) {
      attempt.stop().run();
    }
  }

  private void end(
      Attempt attempt,
      String statusReason,
      @Nullable String reason,
      @Nullable Integer exitCode,
      boolean timedOut) {
    attempt.ended(world.now(), statusReason, reason, exitCode);
    attempt.host().release(attempt);
    batch.fleet().idle(attempt.host());
    Job job = attempt.job();
    boolean succeeded = exitCode != null && exitCode == 0 && !job.terminated();
    if (succeeded) {
      batch.jobs().end(job, JobStatus.SUCCEEDED, statusReason);
    } else if (decide(attempt, timedOut) == RetryDecision.RETRY) {
      batch.scheduler().enqueue(job, true);
    } else {
      String stopReason = job.stopReason();
      batch.jobs().end(job, JobStatus.FAILED, stopReason != null ? stopReason : statusReason);
    }
    batch.scheduler().kick();
  }

  private static RetryDecision decide(Attempt attempt, boolean timedOut) {
    Job job = attempt.job();
    AttemptObservation.Builder seen =
        AttemptObservation.builder(attempt.number())
            .timedOut(timedOut)
            .cancelled(job.cancelled())
            .terminated(job.terminated());
    if (attempt.statusReason() != null) {
      seen.statusReason(attempt.statusReason());
    }
    if (attempt.reason() != null) {
      seen.reason(attempt.reason());
    }
    if (attempt.exitCode() != null) {
      seen.exitCode(attempt.exitCode());
    }
    return Strategies.policy(job.retryStrategy()).decide(seen.build());
  }
}
