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

/**
 * The attempts of jobs: placed, started, ended one way or another, and retried as the job's
 * strategy decides.
 */
final class Runs {

  private static final String EXITED = "Essential container in task exited";
  private static final String NOT_STARTED = "Task failed to start";
  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final Scripts scripts;
  private final ContainerLogs logs;

  Runs(FakeBatch batch, Scope scope, Scripts scripts) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.scripts = scripts;
    this.logs = new ContainerLogs(scope);
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
    attempt.started(world.now(), ContainerLogs.stream(attempt));
    job.move(JobStatus.RUNNING);
    Integer timeout = job.timeoutSeconds();
    if (timeout != null) {
      world.after(Duration.ofSeconds(timeout), () -> timeOut(attempt));
    }
    begin(attempt, behaviour);
    if (attempt.host().spot()) {
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
    return logs.fault(job.container());
  }

  private void begin(Attempt attempt, Behaviour behaviour) {
    Job job = attempt.job();
    logs.open(attempt);
    behaviour.logs().forEach(line -> logs.append(attempt, line));
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
              line -> logs.append(attempt, line),
              code -> exit(attempt, code, null));
      attempt.onStop(run::stop);
    } catch (UncheckedIOException e) {
      String reason = "spotbatch-testing: " + e.getMessage();
      logs.append(attempt, reason);
      end(attempt, reason, reason, null, false);
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
